"""Reading the region at the beginning of a name."""

from __future__ import annotations

import pytest

from backend.exchange.positions.placing import Gazetteer, Placement, Unplaced, code_agrees
from backend.register.region_data import regions_of_province


@pytest.fixture(scope="module")
def henan() -> Gazetteer:
    return Gazetteer(regions_of_province("41"))


@pytest.mark.parametrize(
    ("name", "code", "rest"),
    [
        ("河南省教育厅", "41", "教育厅"),
        ("河南省安阳监狱", "41", "安阳监狱"),
        ("河南司法警官职业学院", "41", "司法警官职业学院"),
        ("郑州市财政局", "4101", "财政局"),
        ("郑州市金水区发展和改革委员会", "410105", "发展和改革委员会"),
        ("中共郑州市二七区委办公室", "410103", "委办公室"),
        ("中国民主同盟洛阳市委员会机关", "4103", "委员会机关"),
        ("新乡市教育局", "4107", "教育局"),
        ("新乡县教育局", "410721", "教育局"),
        ("伊川县白沙镇市场监督管理所", "410329104", "市场监督管理所"),
        ("中牟县广惠街街道办事处", None, ""),
        ("郑州经济技术开发区京航办事处", None, ""),
        ("济源市承留镇人民政府", "419001103", "人民政府"),
        ("济源产城融合示范区司法局", "419001", "产城融合示范区司法局"),
        ("新安经济技术开发区管理委员会", "410323", "经济技术开发区管理委员会"),
        ("河南管城经济技术开发区管理委员会", "410104", "经济技术开发区管理委员会"),
        ("商丘古城管理委员会", "4114", "古城管理委员会"),
        ("郑州铁路运输法院", "4101", "铁路运输法院"),
        ("清丰县六塔镇人民政府", "410922", "六塔镇人民政府"),
    ],
)
def test_the_chain_is_read_to_its_last_link(henan: Gazetteer, name: str, code: str | None, rest: str) -> None:
    placement = henan.place(name)
    assert isinstance(placement, Placement)
    assert placement.rest == rest
    if code is not None:
        assert placement.region_code == code
    else:
        assert len(placement.region_code) == 9


@pytest.mark.parametrize("name", ["豫东南高新技术产业开发区管理委员会", "教育局", "", "石家庄市教育局", "河南"])
def test_without_a_region_at_the_beginning_nothing_is_guessed(henan: Gazetteer, name: str) -> None:
    result = henan.place(name)
    assert result == Unplaced("no_region") or (name == "河南" and result == Placement("41", ""))


def test_municipalities_have_districts_below_a_heading() -> None:
    beijing = Gazetteer(regions_of_province("11"))
    assert beijing.place("北京市朝阳区教育委员会") == Placement("110105", "教育委员会")


def test_a_code_is_a_check_and_no_source() -> None:
    assert code_agrees("41", "11001011", "410105") is True
    assert code_agrees("41", "11001011", "41") is True
    assert code_agrees("41", "11001011", "4102") is False
    assert code_agrees("41", "28001011", "419001") is True
    assert code_agrees("41", "30001011", "4102") is None
    assert code_agrees("42", "11001011", "4201") is None
