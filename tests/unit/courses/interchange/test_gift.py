"""GIFT as others write it: samples from elsewhere, each feature of the format, and what is broken, by its line."""

from __future__ import annotations

from typing import Any

import pytest

from courses.interchange.errors import BankFileInvalid
from courses.interchange.formats import Defaults, Loss, Place
from courses.interchange.operations import Bank, read_bank
from courses.interchange.registry import FORMATS
from tests.support.shared_data import shared_file

#: sample → how many questions it holds, and what of them is not carried over
SAMPLES = {
    "TFTwoFeedback": (3, []),
    "matching1": (2, []),
    "mc1": (1, []),
    "numerical1": (8, ["weighted_answer", "answer_feedback", "repeated", "repeated"]),
    "shortAnswer1": (2, []),
}


def read(text: str) -> Bank:
    return read_bank(FORMATS["gift"], text.encode(), Defaults("local_bodies", 3))


def one(text: str) -> dict[str, Any]:
    """The only question of a text, without what every question has."""
    [data] = read(text).questions
    return {name: value for name, value in data.items() if name not in ("key", "topic", "use", "articles")}


def problems_of(text: str, form: str = "gift") -> list[tuple[str, int | None]]:
    with pytest.raises(BankFileInvalid) as refused:
        read_bank(FORMATS[form], text.encode(), Defaults())
    assert refused.value.facts["count"] == len(refused.value.problems)
    return [(problem["problem"], problem["line"]) for problem in refused.value.problems]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_from_elsewhere_are_read_and_come_back_equal(name: str) -> None:
    content = shared_file(f"fixtures/gift/{name}.gift").read_bytes()
    bank = read_bank(FORMATS["gift"], content, Defaults())
    assert (len(bank.questions), [loss.what for loss in bank.losses]) == SAMPLES[name]
    for form in FORMATS.values():
        written = form.write(bank.questions)
        assert written.losses == ()
        assert list(read_bank(form, written.content, Defaults()).questions) == list(bank.questions)


def test_what_the_file_does_not_say_is_the_choice_of_the_person() -> None:
    [data] = read("Ja?{T}").questions
    assert (data["topic"], data["difficulty"], data["use"], data["articles"]) == (
        "local_bodies",
        3,
        "practice",
        [],
    )


def test_title_category_and_tags() -> None:
    bank = read(
        "$CATEGORY: $course$/top/real_name\n\n"
        "// [id:o486-07] [tag:use=exam] [tag:article=地方条例#9] [tag:hard]\n::name::[markdown]**编制**{T}\n"
    )
    [data] = bank.questions
    assert (data["key"], data["topic"], data["use"]) == ("o486-07", "real_name", "exam")
    assert data["articles"] == ["地方条例#9"]
    assert data["stem"] == "**编制**"
    assert [loss.what for loss in bank.losses] == ["tag", "title"]
    assert bank.losses[0].place == Place(line=4)


def test_choices_with_weights_and_feedback() -> None:
    single = one("谁?{=县级党委#对 ~%50%县政府#近 ~人大\n}")
    assert single["options"] == [
        {"text": "县级党委", "correct": True, "why": "对"},
        {"text": "县政府", "correct": False, "why": "近", "weight": "1/2"},
        {"text": "人大", "correct": False},
    ]
    even = one("哪些?{~%33.33333%甲 ~%33.33333%乙 ~%33.33333%丙 ~%-33.33333%丁}")
    assert [option.get("weight") for option in even["options"]] == [None] * 4
    assert [option["correct"] for option in even["options"]] == [True, True, True, False]
    free = one("哪些?{~%50%甲 ~%50%乙 ~丙}")
    assert [option.get("weight") for option in free["options"]] == ["1/2", "1/2", "0"]


def test_escapes_forms_missing_word_and_general_feedback() -> None:
    data = one("[html]<p>a \\= b &amp; <b>c</b></p>{=x\\:y ~[plain]*z*####看第九条\\n再想}")
    assert data["stem"] == "a = b & **c**"
    assert [option["text"] for option in data["options"]] == ["x:y", "\\*z\\*"]
    assert data["explanation"] == "看第九条 再想"
    assert one("编制由{=党委 ~政府}审批")["stem"] == "编制由_____审批"
    assert one("共有{=四十 =40}名。")["stem"] == "共有 {{1}}名。"


def test_numbers() -> None:
    def number(answer: str) -> Any:
        return one(f"多少?{{#{answer}}}")["blanks"][0]["numeric"]

    assert number("3.14:0.01") == {"value": "3.14", "tolerance": "0.01"}
    assert number("1..5") == {"value": "3", "tolerance": "2"}
    assert number("=7:0 =%50%8") == {"value": "7", "tolerance": "0"}
    assert number(".5") == {"value": "0.5", "tolerance": "0"}


def test_pairs_with_a_right_side_that_fits_nothing_and_items_in_order() -> None:
    data = one("配对{=甲 -> 1 =乙 -> 2 = -> 3}")
    assert data["pairs"] == [{"left": "甲", "right": "1"}, {"left": "乙", "right": "2"}]
    assert data["distractors"] == ["3"]
    ordered = "顺序{>3 ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST\n动议\n论证\n组织实施\n}"
    assert one(ordered)["items"] == ["动议", "论证", "组织实施"]


def test_what_has_no_place_here_is_listed() -> None:
    bank = read("Write.{}\n\nJust text.\n\n[html]<img src\\=x><a href\\=http\\://a>b</a>{T}\n\nx{=a* =b}")
    found = {(loss.what, loss.place.line) for loss in bank.losses}
    assert found == {("essay", 1), ("description", 3), ("picture", 5), ("link", 5), ("wildcard", 7)}
    assert len(bank.questions) == 2


def test_everything_that_is_broken_is_named_with_its_line() -> None:
    text = (
        "// fine\nJa?{T}\n\nno end {=a\n\nno start =a}\n\ntwo {=a ~b} more {T}\n\nwho?{\n=%200%a\n~b}\n\n"
        "none right?{\n~a\n~%-50%b}\n\nhow many?{#many}\n\npairs{=a -> 1\n=b}\n"
    )
    assert problems_of(text) == [
        ("brace_not_closed", 4),
        ("brace_not_opened", 6),
        ("second_brace", 8),
        ("bad_weight", 11),
        ("no_right_answer", 14),
        ("bad_number", 18),
        ("pair_without_arrow", 21),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "no_questions"), ("a\nb\ufdd0{T}", "strange_character"), ("$CATEGORY: x", "no_questions")],
)
def test_a_text_that_is_no_bank(text: str, problem: str) -> None:
    assert problems_of(text)[0][0] == problem


def test_bytes_that_are_no_text_and_text_in_the_encoding_of_old_programs() -> None:
    with pytest.raises(BankFileInvalid) as refused:
        read_bank(FORMATS["gift"], b"Ja?{T}\n\xff\xff\xff{T}", Defaults())
    assert [(p["problem"], p["line"]) for p in refused.value.problems] == [("not_text", 2)]
    old = read_bank(FORMATS["gift"], "编制?{T}".encode("gb18030"), Defaults())
    assert old.questions[0]["stem"] == "编制?"


def test_what_is_far_too_much_is_refused_without_being_taken_apart() -> None:
    assert problems_of("Ja?{" + "~a" * 200_000 + "}") == [("too_many", 1)]
    assert problems_of("[html]" + "<b" * 200_000 + "{T}") == [("too_long", 1)]


def test_the_same_question_twice_and_one_key_for_two() -> None:
    bank = read("编制?{T}\n\n编制?{T}")
    assert bank.losses == (Loss("repeated", Place(line=3)),)
    assert problems_of("// [id:abc]\na?{T}\n\n// [id:abc]\nb?{T}") == [("duplicate_key", 5)]


def test_hostile_texts_are_only_texts() -> None:
    data = one("[html]<script>alert(1)</script><p onclick\\=x>a</p><svg><b>z</b></svg>{T}")
    assert data["stem"] == "a"
