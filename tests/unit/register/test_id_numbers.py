"""ID numbers: good ones in every writing, bad ones in every way. All numbers are generated (sequence 000)."""

from __future__ import annotations

from datetime import date

import pytest

from backend.register.errors import IdNumberInvalid
from backend.register.id_numbers import mask_id_number, mask_name, read_id_number
from tests.factories.register import generated_id_number

TODAY = date(2026, 6, 16)
GOOD = generated_id_number(date(1990, 1, 31), county="410102")
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def test_a_number_says_when_its_holder_was_born() -> None:
    number = read_id_number(GOOD, TODAY)
    assert (number.text, number.born_on, number.birth_month) == (GOOD, date(1990, 1, 31), "1990-01")


def test_a_generated_number_says_nothing_of_the_sex() -> None:
    assert read_id_number(GOOD, TODAY).sex is None


def test_full_width_digits_and_spaces_around_are_folded() -> None:
    assert read_id_number(f" {GOOD.translate(FULL_WIDTH)} ", TODAY).text == GOOD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        GOOD[:-1],
        GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2"),
        GOOD[:6] + "19901331" + GOOD[14:],
        "000000" + GOOD[6:],
        "419999" + GOOD[6:],
        GOOD[:6] + "２0a90131" + GOOD[14:],
        GOOD[:6] + "-" + GOOD[6:],
        generated_id_number(date(2026, 6, 17)),
    ],
)
def test_bad_numbers_are_refused(text: str) -> None:
    with pytest.raises(IdNumberInvalid):
        read_id_number(text, TODAY)


def test_masks() -> None:
    assert mask_id_number(GOOD) == GOOD[:3] + "***********" + GOOD[-4:]
    assert [mask_name(name) for name in ("张三丰", "张三", "张")] == ["张**", "张*", "张*"]
