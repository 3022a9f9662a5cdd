"""The bodies of 云川市, from ``bodies.yaml`` and a seed: regions, organizations, their divisions and numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

from backend.register.public import NewOrganization, NewRegion

BODIES = Path(__file__).with_name("bodies.yaml")
TOWNSHIPS_PER_COUNTY = 10
PEOPLE = 6_000
#: Bodies that have more people than posts, each under a named exception.
OVER_QUOTA_BODIES = 5


@dataclass(slots=True)
class Body:
    """One organization with what it may have and will have before the year begins."""

    organization: NewOrganization
    quota_type: str
    divisions: tuple[str, ...]
    approved: int
    people: int = 0
    over: int = 0
    over_reason: str = ""


@dataclass(frozen=True, slots=True)
class Prefecture:
    """The whole: regions from the province down, and bodies."""

    regions: tuple[NewRegion, ...]
    bodies: tuple[Body, ...]
    city_code: str


def build_prefecture(seed: int) -> Prefecture:
    """The prefecture of ``seed``; 6,000 people are spread over its bodies, most of them nearly full."""
    chance = random.Random(seed)  # noqa: S311  # a demonstration, no secret
    plan = yaml.safe_load(BODIES.read_text(encoding="utf-8"))
    regions = tuple(_regions(plan))
    bodies = tuple(_bodies(plan, regions, chance))
    _fill(bodies, chance)
    _overfill(bodies, plan["over_quota_reasons"], chance)
    return Prefecture(regions, bodies, plan["city"]["code"])


def _regions(plan: dict[str, Any]) -> Iterator[NewRegion]:
    province, city = plan["province"], plan["city"]
    yield NewRegion(province["code"], province["name"], "province", None, has_institution_rows=False)
    yield NewRegion(city["code"], city["name"], "city", province["code"])
    names = cycle(plan["townships"])
    for county in plan["counties"]:
        yield NewRegion(county["code"], county["name"], "county", city["code"])
        for number, name in enumerate(islice(names, TOWNSHIPS_PER_COUNTY), start=1):
            yield NewRegion(f"{county['code']}{100 + number}", name, "township", county["code"])


def _bodies(plan: dict[str, Any], regions: tuple[NewRegion, ...], chance: random.Random) -> Iterator[Body]:
    for group in plan["groups"]:
        for region in (region for region in regions if region.level == group["scope"]):
            for name in group["names"]:
                yield _body(group, region, name.format(region=region.name), plan["divisions"], chance)


def _body(
    group: dict[str, Any],
    region: NewRegion,
    name: str,
    divisions: dict[str, list[str]],
    chance: random.Random,
) -> Body:
    organization = NewOrganization(
        name=name,
        region_code=region.code,
        system=group["system"],
        nature=group["nature"],
        category=group["category"],
        level=group["level"],
        institution_class=group.get("institution_class"),
        funding_form=group.get("funding_form"),
        founded_on=date(chance.randint(1984, 2019), chance.randint(1, 12), chance.randint(1, 28)),
        source="demo",
    )
    offered = divisions[group["divisions"]]
    count = min(len(offered), chance.randint(3, 5))
    return Body(organization, group["quota_type"], tuple(offered[:count]), chance.randint(*group["size"]))


def _fill(bodies: tuple[Body, ...], chance: random.Random) -> None:
    """Nearly full everywhere; then people are added or taken one by one until there are as many as wanted."""
    for body in bodies:
        body.people = body.approved - chance.choices((0, 1, 2, 3, 4), (30, 30, 20, 12, 8))[0]
    order = list(bodies)
    while missing := PEOPLE - sum(body.people for body in bodies):
        chance.shuffle(order)
        for body in order[: abs(missing)]:
            step = 1 if missing > 0 else -1
            body.people += step
            body.approved += step  # the share of vacancies stays as it is


def _overfill(bodies: tuple[Body, ...], reasons: list[str], chance: random.Random) -> None:
    full = [body for body in bodies if body.people == body.approved and body.approved > 12]
    for body, reason in zip(chance.sample(full, OVER_QUOTA_BODIES), reasons, strict=True):
        body.over = chance.randint(1, 3)
        body.approved -= body.over
        body.over_reason = reason
