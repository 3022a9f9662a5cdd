"""Resident identity numbers (公民身份号码, GB 11643): reading, checking, masking. Pure.

Length, check digit, birth date and the list of counties are those of python-stdnum. Its own check of the county is
not: it refuses everybody born before their county got its code, while numbers are given out by the code of the day
of registration, and that only began in 1984. Here a county must have existed in the year of birth or later.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from backend.register.errors import IdNumberInvalid

#: Never issued; the numbers of generated people have it, so that they cannot be anybody's.
GENERATED_SEQUENCE = "000"
_SEX = {0: "2", 1: "1"}
_LENGTH = 18
_BETWEEN = re.compile(r"[\s\-·.]+")
_ANYWHERE = re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{9}[\dX](?!\d)")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid number with what it says."""

    text: str
    born_on: date

    @property
    def sex(self) -> str | None:
        """The code of GB/T 2261.1 in the 17th digit; ``None`` for generated people, whose number says nothing."""
        return None if self.text[14:17] == GENERATED_SEQUENCE else _SEX[int(self.text[16]) % 2]

    @property
    def birth_month(self) -> str:
        """``YYYY-MM``."""
        return self.born_on.isoformat()[:7]


def id_numbers_in(text: str) -> list[str]:
    """What has the form of a number somewhere in ``text``, valid or not; signs set between digits are ignored."""
    return _ANYWHERE.findall(_BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper())


def read_id_number(text: str, today: date) -> IdNumber:
    """The number in ``text``, full-width digits folded (NFKC). Raises :class:`IdNumberInvalid`."""
    folded = unicodedata.normalize("NFKC", text).strip().upper()
    if len(folded) != _LENGTH or not (folded.isascii() and folded[:-1].isdecimal()):
        raise IdNumberInvalid
    try:
        born_on = ric.get_birth_date(folded)
    except ValidationError as error:
        raise IdNumberInvalid from error
    if (
        born_on > today
        or folded[-1] != ric.calc_check_digit(folded)
        or _last_year_of_county(folded[:6]) < born_on.year
    ):
        raise IdNumberInvalid
    return IdNumber(folded, born_on)


@lru_cache(maxsize=8192)
def _last_year_of_county(code: str) -> int:
    """The last year in which six digits were a county's code; 0 when they never were."""
    facts = {name: value for _, found in numdb.get("cn/loc").info(code) for name, value in found.items()}
    periods = facts.get("county", "").split(",")  # 中原区, or [1983-]中原区, or [1983-1989]…,[1990-]…
    return max((_lasted_until(period) for period in periods if period), default=0)


def _lasted_until(period: str) -> int:
    if not period.startswith("["):
        return date.max.year
    end = period[1:].partition("]")[0].partition("-")[2]
    return int(end) if end else date.max.year


def mask_id_number(text: str) -> str:
    """The first three and last four digits: ``410*********1234``."""
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def mask_name(name: str) -> str:
    """The first character, the others starred: ``张**``. One star at least, so that a length of one hides."""
    return name[:1] + "*" * max(1, len(name) - 1)
