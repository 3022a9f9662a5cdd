"""Courses and their files, asked for once each as the app asks: written, learned, assigned, taken along."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from backend.core.runtime import Runtime
from backend.identity.permissions import Role
from tests.factories.courses import course_data, lesson_data
from tests.factories.identity import make_account, make_holder
from tests.support.app_browser import AppBrowser

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def walk_courses(sign_in: Callable[[str], AppBrowser], runtime: Runtime, node_id: str) -> None:
    """Every success of ``/courses`` and ``/files``, by an author, a learner and the authority at ``node_id``."""
    with runtime.database.write() as tx:
        make_account(tx, "pupil")
        make_holder(tx, "writer", Role.AUTHOR, None)
        make_holder(tx, "authority", Role.TRAINING, node_id)
    author, authority, learner = sign_in("writer"), sign_in("authority"), sign_in("pupil")
    course_id = _write(author)
    _learn(learner, course_id)
    _assign(authority, course_id, node_id)
    assert author.post(f"/courses/{course_id}/withdrawal").status_code == 204


def _write(author: AppBrowser) -> str:
    saved = _done(author.post("/courses", {"source": {"key": "walked"}}))
    course_id = str(saved["id"])
    file_id = _send_file(author, course_id)
    lesson = lesson_data("w-1", markdown=f"## 一\n\n![图](file:{file_id})")
    source = course_data("walked", quiz=False, units=[{"title": "一", "lessons": [lesson]}])
    saved = _done(author.send("PUT", f"/courses/{course_id}", {"source": source, "revision": saved["revision"]}))
    assert author.read(f"/courses/{course_id}/draft")["problems"] == []
    shown = _done(author.post("/courses/preview", {"markdown": "**重点**"}))["html"]
    assert shown == "<p><strong>重点</strong></p>\n"
    _done(author.post(f"/courses/{course_id}/publication", {"revision": saved["revision"]}))
    assert author.read("/courses/authored")["items"]
    return course_id


def _send_file(author: AppBrowser, course_id: str) -> str:
    beginning = {
        "name": "图.png",
        "size": len(PNG),
        "media_type": "image/png",
        "owner_kind": "course_media",
        "owner_id": course_id,
    }
    path = f"/files/{_done(author.post('/files', beginning))['id']}"
    part = {"file": (io.BytesIO(PNG), "blob")}
    _done(author.client.put(f"/api/v1{path}/parts/0", data=part, content_type="multipart/form-data"))
    assert author.read(f"{path}/upload")["missing"] == []
    return str(_done(author.post(f"{path}/finish"))["id"])


def _learn(learner: AppBrowser, course_id: str) -> None:
    assert learner.read("/courses")["items"]
    assert learner.read("/courses/home")["recommended"]
    course = learner.read(f"/courses/{course_id}")
    lesson_id = course["units"][0]["lessons"][0]["id"]
    [picture] = learner.read(f"/courses/{course_id}/lessons/{lesson_id}")["media"]
    assert learner.read(f"/courses/{course_id}/package")["media"][0]["size"] == len(PNG)
    path = f"/files/{picture['file_id']}"
    whole = learner.get(path)
    assert whole.data == PNG
    assert learner.get(path, Range="bytes=0-7").status_code == 206
    assert learner.get(path, **{"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert _done(learner.post(f"/courses/lessons/{lesson_id}/done", {}))["state"] == "completed"


def _assign(authority: AppBrowser, course_id: str, node_id: str) -> None:
    audience = f"/courses/assignments/audience-preview?node_id={node_id}&course_id={course_id}&roles=unit,head"
    assert authority.read(audience)["accounts"] == 2
    asked = {"course_id": course_id, "node_id": node_id, "due_on": "2026-12-31"}
    made = _done(authority.post("/courses/assignments", asked))
    assert [item["id"] for item in authority.read("/courses/assignments")["items"]] == [made["id"]]
    assert authority.send("DELETE", f"/courses/assignments/{made['id']}").status_code == 204


def _done(answer: Any) -> Any:
    assert answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json
