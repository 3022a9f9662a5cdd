"""Importing a table of positions into a database: what is written, and what a second table changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyRefused
from backend.core.spreadsheet import read_rows
from backend.exchange.errors import BadRows
from backend.exchange.imports import input_file, planned, stage_positions, writing
from backend.exchange.models import Batch, ImportedName
from backend.exchange.operations import apply_positions
from backend.exchange.public import ImportResult, import_positions, place_undecided
from backend.exchange.tables import ColumnsMissing
from backend.register.models import Organization, OrganizationVersion, RecruitmentItem, Region
from backend.register.models.search import UNIT_SEARCH
from backend.register.public import UnknownProvince, numbers, region_nodes
from tests.factories.exchange import HEADER, ROWS, changed, positions_file, positions_table
from tests.support.shared_data import shared_file

SYSTEM = Actor.system("test import")
REAL_TABLE = "data/positions/henan_provincial_exam_2026_positions.xlsx"


def run(runtime: Runtime, path: Path, **options: Any) -> ImportResult:
    return import_positions(runtime, SYSTEM, path, province="41", progress=False, **options)


def rows_of(database: Database, table: str) -> int:
    with database.read() as tx:
        return tx.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0


TABLES = ("register_organization", "register_recruitment_item", "exchange_batch", "exchange_imported_name",
          "register_import", "register_region", "identity_scope_node", "identity_audit")  # fmt: skip


def all_rows(database: Database) -> dict[str, int]:
    return {table: rows_of(database, table) for table in TABLES}


def test_names_become_organizations_or_wait_undecided(runtime: Runtime, tmp_path: Path) -> None:
    result = run(runtime, positions_file(tmp_path))
    assert result.line() == "names 6, organizations 4, undecided 2, positions 8, posts 15, changes 8"
    with runtime.database.read() as tx:
        school = tx.session.scalars(
            select(OrganizationVersion).where(OrganizationVersion.name.contains("党校"))
        ).one()
        assert (school.name, school.other_names, school.civil_servant_law) == (
            "中共中牟县委党校",
            ["中牟行政学院"],
            True,
        )
        assert (school.nature, school.system, school.level, school.valid_from) == ("5", "10", "90", None)
        organization = tx.session.get_one(Organization, school.organization_id)
        assert organization.raw_name == "中共中牟县委党校（中牟行政学院）（参公）"
        assert (organization.founded_known, organization.source) == (False, "import")
        assert organization.region_code == "410122"
        waiting = tx.session.scalars(select(ImportedName).where(ImportedName.placed_organization_id.is_(None)))
        assert {(name.raw_name, name.reason, name.region_code) for name in waiting} == {
            ("郑州市公安局基层一线单位", "collective", "4101"),
            ("豫东新城管理委员会", "no_region", "41"),
        }


def test_positions_are_reference_and_no_quota(runtime: Runtime, tmp_path: Path) -> None:
    run(runtime, positions_file(tmp_path))
    assert rows_of(runtime.database, "register_quota_entry") == 0
    with runtime.database.read() as tx:
        item = tx.session.scalars(select(RecruitmentItem).where(RecruitmentItem.position_code == "11001021")).one()
        assert (item.title, item.heads, item.source) == ("一级科员", 2, "positions:41:2026")
        assert item.details == {
            "education": "本科及以上",
            "remarks": "近亲属回避",
            "suggested_quota_type": "administrative",
        }
        assert item.organization_id is not None
        assert numbers(tx, item.organization_id) == {}
        unplaced = select(RecruitmentItem).where(RecruitmentItem.organization_id.is_(None))
        waiting = tx.session.scalars(unplaced).all()
        assert len(waiting) == 2
        assert all(item.undecided_name_id for item in waiting)


def test_regions_without_bodies_are_marked(runtime: Runtime, tmp_path: Path) -> None:
    run(runtime, positions_file(tmp_path))
    with runtime.database.read() as tx:
        regions = {region.code: region for region in tx.session.scalars(select(Region))}
        assert {code: region.has_institution_rows for code, region in regions.items() if len(code) <= 6} == {
            "41": False,
            "4101": False,
            "410122": True,
        }
        assert regions["410122"].parent_code == "4101"
        assert [region.name for code, region in regions.items() if len(code) == 9] == ["官渡镇"]


def test_the_same_table_again_writes_nothing(runtime: Runtime, tmp_path: Path) -> None:
    path = positions_file(tmp_path)
    run(runtime, path)
    before = all_rows(runtime.database)
    again = run(runtime, path)
    assert again.batch_id is None
    assert again.line() == "names 6, organizations 4, undecided 2, positions 8, posts 15, changes 0"
    assert all_rows(runtime.database) == before


def test_a_later_table_is_a_difference_by_code(runtime: Runtime, tmp_path: Path) -> None:
    run(runtime, positions_file(tmp_path))
    rows = changed(ROWS, "11001011", heads=4.0)
    rows = changed(rows, "11001021", organization="中牟县审计局")
    rows = [*(row for row in rows if row[2] != "11004011"), ("中牟县民政局", "科员", "11009011", 1.0, "", "")]
    result = run(runtime, positions_file(tmp_path, *rows))
    assert (result.numbers.added, result.numbers.changed, result.vanished_codes) == (1, 2, ("11004011",))
    with runtime.database.read() as tx:
        gone = tx.session.scalars(select(RecruitmentItem).where(RecruitmentItem.vanished_at.is_not(None))).all()
        assert [item.position_code for item in gone] == ["11004011"]
        batch = tx.session.get_one(Batch, result.batch_id)
        assert batch.report == {
            "vanished": ["11004011"],
            "changed": {"11001011": ["heads"], "11001021": ["organization"]},
        }
    assert run(runtime, positions_file(tmp_path, *rows)).numbers.changes == 0
    back = run(runtime, positions_file(tmp_path))
    assert (back.numbers.added, back.numbers.vanished) == (1, 1)
    with runtime.database.read() as tx:
        returned = select(RecruitmentItem.vanished_at).where(RecruitmentItem.position_code == "11004011")
        assert tx.session.scalar(returned) is None


def test_the_table_of_another_year_stands_beside(runtime: Runtime, tmp_path: Path) -> None:
    run(runtime, positions_file(tmp_path))
    path = tmp_path / "next.xlsx"
    path.write_bytes(positions_table(title="河南省2027年度职位表"))
    result = run(runtime, path)
    assert (result.numbers.added, result.numbers.vanished) == (8, 0)
    assert rows_of(runtime.database, "register_organization") == 4


BAD = (*ROWS, ("中牟县水利局", "科员", "11007011", "若干", "", ""), ("", "科员", "11008011", 1.0, "", ""))


def test_a_bad_row_refuses_the_table_and_is_named(runtime: Runtime, tmp_path: Path) -> None:
    before = all_rows(runtime.database)
    with pytest.raises(BadRows) as caught:
        run(runtime, positions_file(tmp_path, *BAD))
    assert caught.value.facts == {
        "count": 2,
        "rows": [
            {"sheet": "市县", "row": 11, "column": "heads", "problem": "not_a_count"},
            {"sheet": "市县", "row": 12, "column": "organization", "problem": "missing"},
        ],
    }
    assert all_rows(runtime.database) == before


def test_the_good_rows_are_taken_when_asked_for(runtime: Runtime, tmp_path: Path) -> None:
    result = run(runtime, positions_file(tmp_path, *BAD), accept_valid=True)
    assert (result.numbers.positions, result.numbers.skipped_rows) == (8, 2)
    faulty = changed(ROWS, "11001011", heads="若干")
    again = run(runtime, positions_file(tmp_path, *faulty), accept_valid=True)
    assert again.vanished_codes == ()


def test_a_mark_of_secrecy_refuses_everything(runtime: Runtime, tmp_path: Path) -> None:
    before = all_rows(runtime.database)
    with pytest.raises(SecrecyRefused) as caught:
        run(runtime, positions_file(tmp_path, *changed(ROWS, "11001011", title="机密★10年 科员")))
    assert "机密" not in str(caught.value)
    with pytest.raises(SecrecyRefused):
        run(runtime, positions_file(tmp_path, name="秘密★表.xlsx"))
    assert all_rows(runtime.database) == before


def test_wrong_tables_are_refused_by_name(runtime: Runtime, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(positions_table(ROWS[0], header=(*HEADER[:2], "代码", *HEADER[3:])))
    with pytest.raises(ColumnsMissing):
        run(runtime, path)
    with pytest.raises(UnknownProvince):
        import_positions(runtime, SYSTEM, positions_file(tmp_path), province="71", progress=False)


def test_a_person_places_a_name(runtime: Runtime, tmp_path: Path) -> None:
    run(runtime, positions_file(tmp_path))
    with runtime.database.write() as tx:
        name = tx.session.scalars(select(ImportedName).where(ImportedName.reason == "no_region")).one()
        organization_id = place_undecided(tx, SYSTEM, name.id, "4114")
    with runtime.database.read() as tx:
        assert tx.session.get_one(Organization, organization_id).region_code == "4114"
        assert set(region_nodes(tx, ["4114"])) == {"4114"}
        owned = (
            select(func.count())
            .select_from(RecruitmentItem)
            .where(RecruitmentItem.organization_id == organization_id)
        )
        assert tx.session.scalar(owned) == 1
    again = run(runtime, positions_file(tmp_path))
    assert again.line() == "names 6, organizations 5, undecided 1, positions 8, posts 15, changes 0"


def test_what_changes_between_comparing_and_writing_is_seen(runtime: Runtime, tmp_path: Path) -> None:
    run(runtime, positions_file(tmp_path))
    path = positions_file(tmp_path, *changed(ROWS, "11001011", heads=4.0))
    file = input_file(path)
    staged = stage_positions(runtime, file, read_rows(path), "41", accept_valid=False)
    plan = planned(runtime, staged)
    assert [change.code for change in plan.changed] == ["11001011"]
    assert run(runtime, path).numbers.changed == 1
    with runtime.database.write() as tx:
        name = tx.session.scalars(select(ImportedName).where(ImportedName.reason == "no_region")).one()
        place_undecided(tx, SYSTEM, name.id, "4114")
    with writing(runtime, "positions", len(staged.positions)) as tx:
        result = apply_positions(tx, SYSTEM, staged, plan, file)
    assert (result.batch_id, result.numbers.organizations, result.numbers.changes) == (None, 5, 0)


@pytest.mark.slow
def test_the_real_table(runtime: Runtime) -> None:
    path = shared_file(REAL_TABLE)
    assert run(runtime, path).line() == (
        "names 4745, organizations 4702, undecided 43, positions 7509, posts 10429, changes 7509"
    )
    assert run(runtime, path).numbers.changes == 0
    with runtime.database.read() as tx:
        root = region_nodes(tx, ["41"])["41"]
        connection = tx.connection
        for query in ("中牟", "教育", "zmx", "zhengzhous", "监狱"):
            assert UNIT_SEARCH.search(connection, query, [root], 20), query
