"""Names as tables write them, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.exchange.positions.classify import UNKNOWN, Classification, classify, rules
from backend.exchange.positions.names import ParsedName, parse_name
from backend.register.codes import is_code


def test_a_plain_name_stays_as_it_is() -> None:
    assert parse_name("云川市财政局") == ParsedName("云川市财政局", "云川市财政局")


def test_brackets_at_the_end_become_fields() -> None:
    raw = "中共云川市委党校（云川行政学院、云川市社会主义学院）（参公）"
    assert parse_name(raw) == ParsedName(
        raw, "中共云川市委党校", ("云川行政学院", "云川市社会主义学院"), (), civil_servant_law=True
    )
    assert parse_name("云川市监察委员会（含派驻机构、巡察组）").includes == ("派驻机构", "巡察组")
    assert parse_name("云川市档案馆(参公)").civil_servant_law


@pytest.mark.parametrize(
    "raw",
    [
        "云川市国防动员（人民防空）指挥中心",
        "云川市社会保险中心（青山县企业养老保险分中心）",
        "云川市社会保险中心（市本级）",
        "云川市税务局（",
        "（参公）",
    ],
)
def test_other_brackets_belong_to_the_name(raw: str) -> None:
    assert parse_name(raw).name == raw


@pytest.mark.parametrize(
    "raw",
    [
        "云川市公安局基层一线单位",
        "云川市市场监督管理局专业分局下属基层监管执法单位",
        "云川市总工会所属产业工会（参公）",
        "中共青山县纪律检查委员会青山县监察委员会派驻机构",
        "云川市司法局派出镇人民政府（街道办事处）司法所",
        "云川市各乡镇人民政府",
    ],
)
def test_collective_labels_are_no_bodies(raw: str) -> None:
    assert parse_name(raw).collective


@pytest.mark.parametrize(
    "raw", ["青山县三乡镇人民政府", "云川市监察委员会（含派驻机构）", "青山县司法局城关司法所"]
)
def test_bodies_are_not_taken_for_labels(raw: str) -> None:
    assert not parse_name(raw).collective


@given(st.text(alphabet="云川市教育局（）()参公含、 一线单位", max_size=40))
def test_any_text_is_read_without_loss(raw: str) -> None:
    parsed = parse_name(raw)
    assert parsed.raw == raw
    assert bool(parsed.name) == bool(raw.strip())
    for part in (parsed.name, *parsed.other_names, *parsed.includes):
        assert part in raw
    again = parse_name(parsed.name)
    assert again.name == parsed.name


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("青山县人民法院", ("4", "06", None, "political_legal")),
        ("青山县人民检察院", ("4", "07", None, "political_legal")),
        ("云川市公安局", ("4", "03", "01", "political_legal")),
        ("青山县司法局城关司法所", ("4", "03", "01", "political_legal")),
        ("中共云川市委办公室", ("2", "01", None, "administrative")),
        ("中国民主同盟云川市委员会", ("2", "08", None, "administrative")),
        ("云川市人民代表大会常务委员会机关", ("1", "02", None, "administrative")),
        ("政协云川市委员会机关", ("9", "04", None, "administrative")),
        ("云川市总工会（参公）", ("3", "09", None, "administrative")),
        ("青山县白石镇人民政府", ("1", "03", "16", "administrative")),
        ("云川市东湖街道办事处", ("1", "03", "17", "administrative")),
        ("云川经济技术开发区管理委员会", ("1", "03", "15", "administrative")),
        ("云川市财政局", ("1", "03", "01", "administrative")),
        ("云川市档案馆（参公）", ("5", "10", None, "institution")),
        ("云川市红十字会（参公）", ("3", "09", None, None)),
        ("云川市市场监管综合行政执法支队", ("9", "03", None, None)),
        ("甲乙丙", ("9", "99", None, None)),
    ],
)
def test_what_names_suggest(raw: str, expected: tuple[str, str, str | None, str | None]) -> None:
    assert classify(parse_name(raw)) == Classification(*expected)


def test_the_rules_use_codes_that_exist() -> None:
    for gives in (*(rule.gives for rule in rules()), UNKNOWN):
        assert is_code("org_nature", gives.nature)
        assert is_code("org_system", gives.system)
        assert gives.category is None or is_code("org_category", gives.category)
        assert gives.quota_type is None or is_code("quota_type", gives.quota_type)
