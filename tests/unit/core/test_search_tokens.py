"""Tokens and plans of search: what a name is found by, and how it ranks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.search_tokens import (
    QueryPlan,
    Tier,
    index_tokens,
    normalize,
    query_plan,
    readings,
    search_keys,
    tier_of,
)

PLACES = ["云川市", "长葛市", "重庆市长寿区", "浚县", "尉氏县", "中牟县", "渑池县", "召陵区", "略阳县"]
PARTS = ["教育局", "人力资源和社会保障局", "第12中学", "公安局", "办公室（参公）", "ABC中心", "司法所"]
names = st.builds(
    "".join, st.tuples(st.sampled_from(PLACES), st.lists(st.sampled_from(PARTS), max_size=3).map("".join))
)
any_names = st.text(
    alphabet=st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo", "Nd", "Zs", "Po")), min_size=1, max_size=12
)


def found(tokens: set[str], plan: QueryPlan, tier: Tier) -> bool:
    """What a database does: is there, in this tier, for each term an alternative all of whose tokens are held?"""
    return any(
        lookup.tier is tier
        and all(any(tokens.issuperset(together) for together in term.tokens) for term in lookup.terms)
        for lookup in plan.tiers
    )


def assert_finds(name: str, query: str) -> Tier:
    plan = query_plan(query)
    tier = tier_of(search_keys([name]), plan)
    assert tier is not None, (name, query)
    assert found(set(index_tokens([name])), plan, tier), (name, query, tier)
    return tier


@given(names | any_names, st.data())
def test_every_part_of_two_characters_and_more_finds_the_name(name: str, data: st.DataObject) -> None:
    whole = normalize(name)
    if len(whole) < 2 or len(whole) > 60:
        return
    start = data.draw(st.integers(0, len(whole) - 2))
    end = data.draw(st.integers(start + 2, len(whole)))
    assert_finds(name, whole[start:end])


@given(names, st.data())
def test_every_beginning_of_pinyin_and_of_initials_finds_the_name(name: str, data: st.DataObject) -> None:
    syllables = data.draw(st.sampled_from(readings(normalize(name))))
    letters = "".join(syllables)
    length = data.draw(st.integers(1, len(letters)))
    assert assert_finds(name, letters[:length]) is not Tier.CONTAINS
    initials = "".join(syllable[0] for syllable in syllables)
    assert assert_finds(name, initials[: data.draw(st.integers(1, len(initials)))]) is not Tier.CONTAINS


@given(any_names | names)
def test_tokens_are_words_that_no_tokenizer_splits(name: str) -> None:
    tokens = index_tokens([name], [name])
    assert len(tokens) == len(set(tokens))
    for token in tokens:
        assert token.isascii(), token
        assert token.replace("_", "").isalnum(), token


@given(st.text(max_size=200))
def test_any_query_gives_a_plan(query: str) -> None:
    plan = query_plan(query)
    assert bool(plan.tiers) == bool(normalize(query[:64]))


@pytest.mark.parametrize(
    ("query", "tier"),
    [
        ("云川市教育局", Tier.EXACT),
        ("云川市", Tier.PREFIX),
        ("yunch", Tier.PREFIX),
        ("ycs", Tier.INITIALS),
        ("ycsjyj", Tier.INITIALS),
        ("教育", Tier.CONTAINS),
        ("局", Tier.CONTAINS),
        ("jiaoyu", Tier.CONTAINS),
        ("jyj", Tier.CONTAINS),
        ("ＹＵＮＣＨ", Tier.PREFIX),
        ("云川 教育", Tier.PREFIX),
        ("云川jyj", Tier.PREFIX),
        ("教育 云川", Tier.CONTAINS),
        ("财政", None),
        ("yunchx", None),
        ("云川 财政", None),
    ],
)
def test_ranks(query: str, tier: Tier | None) -> None:
    plan = query_plan(query)
    keys = search_keys(["云川市教育局"], ["12410000MB0000001A"])
    assert tier_of(keys, plan) is tier
    if tier is not None:
        assert found(set(index_tokens(["云川市教育局"])), plan, tier)


def test_codes_are_found_whole_and_by_their_beginning() -> None:
    keys = search_keys(["云川市教育局"], ["12410000MB0000001A"])
    tokens = set(index_tokens(["云川市教育局"], ["12410000MB0000001A"]))
    for query, tier in (
        ("1241", Tier.PREFIX),
        ("12410000mb0000001a", Tier.EXACT),
        ("１２４１0000mb00", Tier.PREFIX),
    ):
        plan = query_plan(query)
        assert tier_of(keys, plan) is tier
        assert found(tokens, plan, tier)


@pytest.mark.parametrize(
    ("name", "typed"), [("重庆市", "cqs"), ("重庆市", "zqs"), ("长葛市", "cgs"), ("长葛市", "zgs")]
)
def test_characters_with_several_readings_are_found_by_each(name: str, typed: str) -> None:
    assert assert_finds(name, typed) is Tier.INITIALS


def test_surnames_are_found_by_their_own_reading() -> None:
    for name, typed in (
        ("单雄", "shanxiong"),
        ("解珍", "xiezhen"),
        ("仇英", "qiuying"),
        ("吕布", "lubu"),
        ("吕布", "lvbu"),
    ):
        assert assert_finds(name, typed) is Tier.PREFIX
