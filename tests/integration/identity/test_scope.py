"""The tree, its closure, and who sees what of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from backend.core.actor import Actor
from backend.core.db import Database, new_id
from backend.core.transaction import Tx
from backend.identity.errors import NodeEnded, NodeExists, NodeLoop, NodeNotFound
from backend.identity.models import ScopeClosure, ScopeNode
from backend.identity.operations.scope import NewNode, end_node, move_node, place_node, place_nodes, rename_node
from backend.identity.permissions import Permission, Role
from backend.identity.scope import (
    ancestor_nodes,
    ensure_in_scope,
    in_scope,
    node_refs,
    sees_everything,
    visible_nodes,
)
from backend.identity.verify import CHECKS, check_closure, closure_of
from tests.factories.identity import SYSTEM, Office, Tree, make_holder

PLACES = ("city", "county", "unit", "division", "sibling", "foreign")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 30), st.integers(-1, 30)), max_size=12),
)
def test_the_closure_is_the_tree_after_any_placements_and_moves(
    database: Database, parents: list[int], moves: list[tuple[int, int]]
) -> None:
    with database.write() as tx:
        tx.session.execute(delete(ScopeClosure))
        tx.session.execute(delete(ScopeNode).where(ScopeNode.parent_id.is_not(None)))
        tx.session.execute(delete(ScopeNode))
        nodes: list[str] = []
        model: dict[str, str | None] = {}
        for number, choice in enumerate(parents):
            parent = nodes[choice % len(nodes)] if nodes else None
            nodes.append(place_node(tx, "region", str(number), "x", parent))
            model[nodes[-1]] = parent
        for moved, target in moves:
            node = nodes[moved % len(nodes)]
            parent = None if target < 0 else nodes[target % len(nodes)]
            if parent is not None and (node, parent) in closure_of(model):
                with pytest.raises(NodeLoop):
                    move_node(tx, node, parent)
            else:
                move_node(tx, node, parent)
                model[node] = parent
        rows = tx.session.execute(select(ScopeClosure.ancestor_id, ScopeClosure.descendant_id, ScopeClosure.depth))
        assert {(row[0], row[1]): row[2] for row in rows} == closure_of(model)
        assert list(check_closure(tx)) == []


def test_a_loop_is_refused_and_changes_nothing(office: Office, database: Database) -> None:
    for target in ("city", "county", "unit", "division"):
        with pytest.raises(NodeLoop), database.write() as tx:
            move_node(tx, office.tree.city, getattr(office.tree, target))
    with database.read() as tx:
        assert list(check_closure(tx)) == []


def test_places_that_cannot_be(office: Office, database: Database) -> None:
    with database.write() as tx:
        with pytest.raises(NodeExists):
            place_node(tx, "region", "9901", "云川市", None)
        with pytest.raises(NodeNotFound):
            place_node(tx, "region", "9902", "远山市", new_id())
        with pytest.raises(NodeNotFound):
            rename_node(tx, new_id(), "远山市")
        end_node(tx, office.tree.foreign)
        with pytest.raises(NodeEnded):
            place_node(tx, "organization", "late", "迟到馆", office.tree.foreign)
        with pytest.raises(NodeEnded):
            move_node(tx, office.tree.unit, office.tree.foreign)


def test_many_nodes_are_placed_in_few_statements(office: Office, database: Database) -> None:
    with database.write() as tx:
        new = [NewNode("organization", f"n{number}", "x", office.tree.county) for number in range(1200)]
        nodes = place_nodes(tx, new)
        assert len(set(nodes)) == 1200
        assert ancestor_nodes(tx, nodes[-1]) == (nodes[-1], office.tree.county, office.tree.city)
        assert list(check_closure(tx)) == []


def test_a_name_follows_its_thing(office: Office, database: Database) -> None:
    with database.write() as tx:
        rename_node(tx, office.tree.unit, "临河县文化中心")
        assert node_refs(tx, [office.tree.unit])[office.tree.unit] == {
            "kind": "organization",
            "ref": "unit",
            "name": "临河县文化中心",
            "parent_id": office.tree.county,
        }


def _seen(database: Database, actor: Actor, permission: Permission) -> set[str]:
    with database.read() as tx:
        return set(tx.session.scalars(select(ScopeNode.id).where(in_scope(actor, permission, ScopeNode.id))))


def _places(tree: Tree, *names: str) -> set[str]:
    return {getattr(tree, name) for name in names}


VISIBLE: list[tuple[str, Permission, tuple[str, ...]]] = [
    ("chief", Permission.REGISTER_READ, ("county", "unit", "division", "sibling")),
    ("officer", Permission.PEOPLE_READ, ("county", "unit", "division", "sibling")),
    ("unit", Permission.REGISTER_READ, ("unit", "division")),
    ("unit", Permission.TASK_DECIDE, ()),
    ("head", Permission.TASK_DECIDE, ("unit", "division")),
    ("hr", Permission.TASK_DECIDE, ("county", "unit", "division", "sibling")),
    ("hr", Permission.MATTER_READ, ()),
    ("orgdept", Permission.PEOPLE_READ, ()),
    ("learner", Permission.REGISTER_READ, ()),
    ("auditor", Permission.REGISTER_READ, ()),
    ("sysadmin", Permission.PEOPLE_READ, ()),
    ("secadmin", Permission.MATTER_READ, ()),
    ("secadmin", Permission.GRANT_READ, PLACES),
    ("auditor", Permission.AUDIT_READ, PLACES),
]


def test_each_role_sees_its_subtree_and_no_more(office: Office, database: Database) -> None:
    for role, permission, places in VISIBLE:
        with database.read() as tx:
            actor = office.actor(tx, role)
        assert _seen(database, actor, permission) == _places(office.tree, *places), (role, permission)
        with database.read() as tx:
            reached = {name for name in PLACES if _reaches(tx, actor, permission, getattr(office.tree, name))}
        assert reached == set(places), (role, permission)


def _reaches(tx: Tx, actor: Actor, permission: Permission, node_id: str) -> bool:
    try:
        ensure_in_scope(tx, actor, permission, node_id)
    except NodeNotFound:
        return False
    return True


def test_a_participant_sees_the_row_without_its_subtree(office: Office, database: Database) -> None:
    with database.read() as tx:
        actor = office.actor(tx, "hr")
        mine = ScopeNode.ref == "sibling"
        condition = in_scope(actor, Permission.MATTER_READ, ScopeNode.id, participant=mine)
        assert tx.session.scalars(select(ScopeNode.id).where(condition)).all() == [office.tree.sibling]


def test_the_system_sees_everything_and_nobody_sees_nothing(office: Office, database: Database) -> None:
    nobody = Actor(account_id=None, name="", permissions=frozenset(), grants=())
    assert _seen(database, SYSTEM, Permission.PEOPLE_READ) == _places(office.tree, *PLACES)
    assert _seen(database, nobody, Permission.PEOPLE_READ) == set()
    assert sees_everything(SYSTEM, Permission.PEOPLE_READ)
    assert not sees_everything(nobody, Permission.PEOPLE_READ)


def test_a_moved_unit_takes_its_rights_along(office: Office, database: Database) -> None:
    with database.write() as tx:
        make_holder(tx, "foreign-chief", Role.CHIEF, office.tree.foreign)
        move_node(tx, office.tree.unit, office.tree.foreign)
        chief, unit = office.actor(tx, "chief"), office.actor(tx, "unit")
    assert _seen(database, chief, Permission.REGISTER_READ) == _places(office.tree, "county", "sibling")
    assert _seen(database, unit, Permission.REGISTER_READ) == _places(office.tree, "unit", "division")
    assert visible_nodes(unit, Permission.REGISTER_READ) == (office.tree.unit,)


def test_verify_names_the_pair_that_differs(office: Office, database: Database) -> None:
    tree = office.tree
    with database.write() as tx:
        pair = (ScopeClosure.ancestor_id == tree.city) & (ScopeClosure.descendant_id == tree.unit)
        tx.session.execute(delete(ScopeClosure).where(pair))
    with database.read() as tx:
        findings = [finding for check in CHECKS for finding in check(tx)]
    assert [(finding.check, finding.row_id) for finding in findings] == [
        ("scope_closure", f"{tree.city}/{tree.unit}")
    ]
