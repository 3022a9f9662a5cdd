"""The code lists and regions shipped with the product hold together."""

from __future__ import annotations

import pytest

from backend.register.codes import code_lists, is_code, lists_version
from backend.register.region_data import RegionLevel, UnknownProvince, provinces, regions_of_province


def test_every_row_has_a_code_a_chinese_and_an_english_name() -> None:
    for name, rows in code_lists().items():
        assert rows, name
        for code, labels in rows.items():
            assert code.strip() == code != "", name
            assert labels["zh"], (name, code)
            assert labels["en"][0].isupper() or not labels["en"][0].isalpha(), (name, code)
            assert labels["en"].isascii(), (name, code)
            assert "isation" not in labels["en"], (name, code)


def test_the_lists_have_the_length_their_standards_give() -> None:
    lengths = {name: len(rows) for name, rows in code_lists().items()}
    assert lengths["ethnic_group"] == 58
    assert lengths["political_status"] == 13
    assert lengths["education_level"] == 40
    assert lengths["sex"] == 4
    assert lengths["civil_servant_rank_general"] == 12


def test_quota_types_are_told_from_attributes() -> None:
    types = {code for code, row in code_lists()["quota_type"].items() if row["is_type"] == "yes"}
    assert types == {"administrative", "political_legal", "worker", "institution"}


def test_codes_are_looked_up_in_a_list_that_exists() -> None:
    assert is_code("org_level", "90")
    assert not is_code("org_level", "未定级")
    with pytest.raises(KeyError):
        is_code("no_such_list", "1")
    assert lists_version() == lists_version()


def test_regions_hang_together() -> None:
    assert len(provinces()) == 31
    counts = dict.fromkeys(RegionLevel, 0)
    for province in provinces():
        regions = regions_of_province(province.code)
        codes = {region.code for region in regions}
        assert len(codes) == len(regions)
        for region in regions:
            counts[region.level] += 1
            assert region.parent_code is None or region.parent_code in codes, region
    assert list(counts.values()) == [31, 342, 2978, 41352]


def test_headings_and_zones_are_no_places() -> None:
    henan = {region.code: region for region in regions_of_province("41")}
    assert henan["4190"].is_heading
    assert not henan["4101"].is_heading
    assert henan["410173"].is_zone
    assert not henan["410181"].is_zone
    assert henan["41"].parent_code is None


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(UnknownProvince):
        regions_of_province("71")
    with pytest.raises(UnknownProvince):
        regions_of_province("../4")
