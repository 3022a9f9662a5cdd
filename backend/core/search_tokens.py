"""What a name is found by: the tokens of an index entry and the plan of a query. Pure.

Neither database can search Chinese by itself: FTS5's trigram tokenizer finds nothing for two characters, and
PostgreSQL's trigrams depend on the locale of the cluster. So the product makes its own tokens, and both
databases only have to find rows that hold given tokens. A token is a class letter and ASCII, so that no
tokenizer splits it:

====== ======================================================== =====================================
class  what                                                      example, 南阳市教育局
====== ======================================================== =====================================
``x``  a whole name or code                                      ``x`` + hex of all characters
``p``  the first 1..6 characters of a name                       南, 南阳, 南阳市, ...
``c``  each character, each two neighbours                       教, 教育
``y``  the first 1..12 letters of the pinyin                     n, na, nan, nany, ...
``i``  the first 1..6 pinyin initials                            n, ny, nys, ...
``s``  3..5 letters of pinyin from any later syllable            jia, jiao, jiaoy
``j``  2..3 initials from any later syllable                     jy, jyj
``k``  the first 1..12 letters of a code                         1, 12, 121, ...
====== ======================================================== =====================================

Tokens only narrow: they are cut short to keep the index small. Beside them an entry keeps its *keys*, one line
each, and every candidate is checked by plain substring search in them. A query is a list of tiers in the order
of rank (exact, prefix, initials, contains); each tier says which tokens to look up and what must be in the keys.
A row that a better tier's check accepts is left out of the tiers below, so the tokens of every tier but the last
must find *all* rows that its check accepts.
"""

from __future__ import annotations

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pypinyin import Style, pinyin

PREFIX_CHARACTERS: Final = 6
PREFIX_LETTERS: Final = 12
INITIALS: Final = 6
INNER_LETTERS: Final = range(3, 6)
INNER_INITIALS: Final = range(2, 4)
READINGS: Final = 6
QUERY_CHARACTERS: Final = 64
QUERY_TERMS: Final = 6

# Lines of the keys: a letter of this kind before each key, a line end after it.
NAME_LINE, PINYIN_LINE, INITIALS_LINE, CODE_LINE = "=", "~", "^", "#"

# Characters of place names, surnames and names of bodies that are read in more than one way. The dictionary of
# pypinyin chooses one reading by the word around it and errs on places (长葛, 浚县) and surnames (单, 解, 仇).
# Also ü, which people type as v or u.
_POLYPHONES: Final = Path(__file__).with_name("polyphones.csv")

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+")
_RUN = re.compile(r"[a-z0-9]+|[^a-z0-9]+")
_LATIN = re.compile(r"[a-z0-9]+")


class Tier(StrEnum):
    """How a row was found, best first."""

    EXACT = "exact"
    PREFIX = "prefix"
    INITIALS = "initials"
    CONTAINS = "contains"


# One lookup: the row holds all tokens of at least one alternative.
Alternatives = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TermLookup:
    """One term in one tier: `tokens` narrows, and one of `needles` must be a substring of the keys."""

    tokens: Alternatives
    needles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierLookup:
    """All terms must be found as their lookup says for a row to be in this tier."""

    tier: Tier
    terms: tuple[TermLookup, ...]


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """Tiers in the order of rank. No tiers: the query holds nothing to search for."""

    tiers: tuple[TierLookup, ...]


def normalize(text: str) -> str:
    """Fold width and case (NFKC) and leave out all but letters, digits and ideographs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in unicodedata.normalize("NFKC", folded) if character.isalnum())


@lru_cache(maxsize=32_768)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Give the syllables of a normalized name, the likeliest reading first, at most `READINGS`.

    Remembered, because one entry asks several times and an import can ask before its transaction begins.
    A letter or digit is a syllable of its own. Each further reading changes one character, not several:
    the number stays linear, and nobody types two rare readings at once.
    """
    likeliest = list(
        itertools.chain.from_iterable(
            _han_syllables(run) if _HAN.fullmatch(run) else tuple(run) for run in _han_runs(name)
        )
    )
    variants = [tuple(likeliest)]
    variants += [
        (*likeliest[:position], syllable, *likeliest[position + 1 :])
        for position, character in enumerate(name)
        for syllable in _several_readings().get(character, ())
        if syllable != likeliest[position]
    ]
    return tuple(variants[:READINGS])


@cache
def _several_readings() -> Mapping[str, tuple[str, ...]]:
    with _POLYPHONES.open(encoding="utf-8", newline="") as file:
        return {row["character"]: tuple(row["readings"].split("/")) for row in csv.DictReader(file)}


def _han_runs(name: str) -> Iterator[str]:
    end = 0
    for run in _HAN.finditer(name):
        if run.start() > end:
            yield name[end : run.start()]
        yield run.group()
        end = run.end()
    if end < len(name):
        yield name[end:]


def _han_syllables(run: str) -> tuple[str, ...]:
    # Characters without a known reading come back one by one, so that positions stay aligned.
    read = pinyin(run, style=Style.NORMAL, heteronym=False, errors=list)  # type: ignore[arg-type] # stub too narrow
    return tuple(syllable[0] for syllable in read)


def search_keys(names: Sequence[str], codes: Sequence[str] = ()) -> str:
    """Give the keys of an entry: normalized names, their pinyin and initials, and codes, one a line.

    `names` are all names it is known by: full, short, former, and the name without its region.
    """
    lines: dict[str, None] = {}
    for name in filter(None, map(normalize, names)):
        lines[NAME_LINE + name] = None
        for syllables in readings(name):
            lines[PINYIN_LINE + "".join(syllables)] = None
            lines[INITIALS_LINE + "".join(syllable[0] for syllable in syllables)] = None
    for code in filter(None, map(normalize, codes)):
        lines[CODE_LINE + code] = None
    # The first and last line ends let a whole key be looked for as "\n=key\n".
    return "\n" + "".join(line + "\n" for line in lines)


def index_tokens(names: Sequence[str], codes: Sequence[str] = ()) -> list[str]:
    """Give the distinct tokens of an entry, in a stable order."""
    tokens: dict[str, None] = {}
    for name in dict.fromkeys(filter(None, map(normalize, names))):
        tokens.update(dict.fromkeys(_name_tokens(name)))
        for syllables in readings(name):
            tokens.update(dict.fromkeys(_leading_pinyin_tokens(syllables)))
        tokens.update(dict.fromkeys(_inner_pinyin_tokens(readings(name)[0])))
    for code in filter(None, map(normalize, codes)):
        tokens["x" + _ascii(code)] = None
        tokens.update(
            ("k" + _ascii(code[:length]), None) for length in range(1, min(len(code), PREFIX_LETTERS) + 1)
        )
    return list(tokens)


def _name_tokens(name: str) -> Iterator[str]:
    yield "x" + _ascii(name)
    for length in range(1, min(len(name), PREFIX_CHARACTERS) + 1):
        yield "p" + _ascii(name[:length])
    for character in name:
        yield "c" + _ascii(character)
    for pair in itertools.pairwise(name):
        yield "c" + _ascii("".join(pair))


def _leading_pinyin_tokens(syllables: Sequence[str]) -> Iterator[str]:
    letters = "".join(syllables)
    for length in range(1, min(len(letters), PREFIX_LETTERS) + 1):
        yield "y" + _ascii(letters[:length])
    for length in range(1, min(len(syllables), INITIALS) + 1):
        yield "i" + _ascii("".join(syllable[0] for syllable in syllables[:length]))


def _inner_pinyin_tokens(syllables: Sequence[str]) -> Iterator[str]:
    for start in range(1, len(syllables)):
        letters = "".join(syllables[start : start + INNER_LETTERS.stop])
        initials = "".join(syllable[0] for syllable in syllables[start : start + INNER_INITIALS.stop])
        for length in INNER_LETTERS:
            if length <= len(letters):
                yield "s" + _ascii(letters[:length])
        for length in INNER_INITIALS:
            if length <= len(initials):
                yield "j" + _ascii(initials[:length])


def _ascii(text: str) -> str:
    """Spell letters and digits as they are and anything else in hex, so that a token is one ASCII word."""
    return text if _LATIN.fullmatch(text) else "_" + text.encode("utf-16-be").hex()


def query_plan(query: str) -> QueryPlan:
    """Read what somebody has typed so far.

    Spaces part terms, and so does a change between Chinese and letters ("云川jyj"); all terms must be found.
    """
    words = unicodedata.normalize("NFKC", query[:QUERY_CHARACTERS]).split()
    terms = [run for word in words for run in _RUN.findall(normalize(word))][:QUERY_TERMS]
    if not terms:
        return QueryPlan(())
    if len(terms) == 1:
        lookup = _latin_lookups if _LATIN.fullmatch(terms[0]) else _name_lookups
        return QueryPlan(tuple(TierLookup(tier, (found,)) for tier, found in lookup(terms[0]).items()))
    anywhere = tuple(_anywhere(term) for term in terms)
    leading = _leading(terms[0])
    return QueryPlan(
        (
            TierLookup(Tier.PREFIX, (leading, *anywhere[1:])),
            TierLookup(Tier.CONTAINS, anywhere),
        )
    )


def _leading(term: str) -> TermLookup:
    lookups = _latin_lookups(term) if _LATIN.fullmatch(term) else _name_lookups(term)
    return _either(lookups[tier] for tier in (Tier.PREFIX, Tier.INITIALS) if tier in lookups)


def _anywhere(term: str) -> TermLookup:
    lookups = _latin_lookups(term) if _LATIN.fullmatch(term) else _name_lookups(term)
    return _either(lookups.values())


def _either(lookups: Iterable[TermLookup]) -> TermLookup:
    found = list(lookups)
    return TermLookup(
        tuple(dict.fromkeys(itertools.chain.from_iterable(lookup.tokens for lookup in found))),
        tuple(dict.fromkeys(itertools.chain.from_iterable(lookup.needles for lookup in found))),
    )


def _name_lookups(term: str) -> dict[Tier, TermLookup]:
    return {
        Tier.EXACT: TermLookup((("x" + _ascii(term),),), (f"\n{NAME_LINE}{term}\n",)),
        Tier.PREFIX: TermLookup((("p" + _ascii(term[:PREFIX_CHARACTERS]),),), (f"\n{NAME_LINE}{term}",)),
        Tier.CONTAINS: TermLookup((_pairs(term),), (term,)),
    }


def _latin_lookups(term: str) -> dict[Tier, TermLookup]:
    letters = term[:PREFIX_LETTERS]
    prefixes = (("p" + term[:PREFIX_CHARACTERS],), ("y" + letters,), ("k" + letters,))
    inner = [_pairs(term)]
    if len(term) >= INNER_LETTERS.start:
        inner.append(("s" + term[: INNER_LETTERS.stop - 1],))
    if len(term) >= INNER_INITIALS.start:
        inner.append(("j" + term[: INNER_INITIALS.stop - 1],))
    return {
        Tier.EXACT: TermLookup((("x" + term,),), tuple(f"\n{line}{term}\n" for line in (NAME_LINE, CODE_LINE))),
        Tier.PREFIX: TermLookup(
            prefixes, tuple(f"\n{line}{term}" for line in (NAME_LINE, PINYIN_LINE, CODE_LINE))
        ),
        Tier.INITIALS: TermLookup((("i" + term[:INITIALS],),), (f"\n{INITIALS_LINE}{term}",)),
        Tier.CONTAINS: TermLookup(tuple(inner), (term,)),
    }


def _pairs(term: str) -> tuple[str, ...]:
    """All pairs of neighbours, or the one character: a row that contains the term holds all of them."""
    if len(term) == 1:
        return ("c" + _ascii(term),)
    return tuple(dict.fromkeys("c" + _ascii("".join(pair)) for pair in itertools.pairwise(term)))


def tier_of(keys: str, plan: QueryPlan) -> Tier | None:
    """Rank an entry by its keys alone: the first tier all whose terms they satisfy, or None."""
    for lookup in plan.tiers:
        if all(any(needle in keys for needle in term.needles) for term in lookup.terms):
            return lookup.tier
    return None
