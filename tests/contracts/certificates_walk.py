"""Every success of ``/certificates`` and ``/reports``: earned by a learner, looked at by others."""

from __future__ import annotations

from collections.abc import Callable

from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from courses.catalogue.public import NewAssignment, assign_course
from tests.factories.identity import actor_of, make_holder
from tests.factories.learning import complete, course_source, publish
from tests.support.app_browser import AppBrowser


def walk_certificates(
    sign_in: Callable[[str], AppBrowser], runtime: Runtime, learner: str, learner_id: str, node_id: str
) -> None:
    """``learner``, at a unit below ``node_id``, completes a course that the authority there assigned."""
    with runtime.database.write() as tx:
        authority_id = make_holder(tx, "certifier", Role.TRAINING, node_id)
        course_id = publish(tx, course_source("certified"))
        assign_course(tx, actor_of(tx, authority_id), NewAssignment(course_id, node_id, tx.today()))
        complete(tx, actor_of(tx, learner_id), course_id)
    holder, authority = sign_in(learner), sign_in("certifier")
    [mine] = holder.read("/certificates")["items"]
    assert holder.get(f"/certificates/{mine['id']}/pdf").data.startswith(b"%PDF-")
    token = mine["verification_url"].rsplit("/", 1)[-1]
    assert holder.read(f"/certificates/verification/{token}")["state"] == "valid"
    [issued] = authority.read("/certificates/issued")["items"]
    assert authority.post(f"/certificates/{issued['id']}/revocation", {"reason": "姓名有误"}).status_code == 204
    assert authority.read("/reports/places")["items"]
    [unit, *_] = authority.read("/reports/units")["units"]
    assert authority.read(f"/reports/units/{unit['id']}")["people"]
    assert authority.get("/reports/units.xlsx").data.startswith(b"PK")
