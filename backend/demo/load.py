"""Loading the demonstration: once, into an empty installation, marked so that production refuses to open it."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tqdm import tqdm

from backend.config import Settings
from backend.core.actor import Actor
from backend.core.calendar import working_day_due
from backend.core.clock import FixedClock
from backend.core.crypto import write_secret
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.demo.approvals import Story, Year, draw_fate, office_hour
from backend.demo.assessment import play_assessment
from backend.demo.closing_year import last_year
from backend.demo.exchange import institution_with_positions
from backend.demo.identity import RATERS, ROLES, Cast, add_unit_people, create_cast, grant_at_import
from backend.demo.learning import play_learning
from backend.demo.prefecture import Prefecture, build_prefecture
from backend.demo.register import Opened, open_prefecture
from backend.exchange.public import import_positions
from backend.identity.public import has_accounts, seal_audit
from backend.register.public import NewPerson, node_of_organization, region_nodes, unit_brief

PASSWORD_FILE = "demo-password"  # noqa: S105  # a file's name
#: Entries of the past year, and matters that are under way today.
ENTRIES, UNDER_WAY = 170, 25
#: Where the matters under way rest, so that everybody finds something to do, and how many days ago they were
#: filed, so that some are fresh and some are late.
RESTING = {
    "unit_head": (2, 8),
    "office_clerk": (5, 12),
    "joint_review": (8, 15),
    "chief": (12, 18),
    "issue": (16, 24),
}
#: The body whose clerk and head have an account to sign in with.
OWN_UNIT = "云川市住房和城乡建设局"


class DemoExists(RuntimeError):
    """The installation is in use already."""


def load_demo(runtime: Runtime, seed: int, workbook: Path | None, say: Callable[[str], None]) -> None:
    """Load 云川市 and its year, then the workbook's real positions if one is given.

    Raises :class:`DemoExists` if there is any account, so that a demonstration never mixes with real records.
    """
    with runtime.database.read() as tx:
        if has_accounts(tx):
            msg = "There are accounts already; a demonstration needs an empty installation."
            raise DemoExists(msg)
    chance = random.Random(seed)  # noqa: S311  # a demonstration, no secret
    prefecture = build_prefecture(seed)
    clock = FixedClock(runtime.clock.now() - timedelta(days=365))
    past = replace(runtime, clock=clock, database=Database(runtime.settings.database_url, clock, runtime.keyring))
    say(f"Loading 云川市: {len(prefecture.bodies)} bodies.")
    try:
        cast, stories, home = _open(past, prefecture, chance)
        _play(past, clock, cast, home, stories, chance, runtime)
    finally:
        past.database.dispose()
    play_learning(runtime, cast, home, chance, say)
    play_assessment(runtime, cast, home, chance, say)
    if workbook is not None:
        _import(runtime, cast, workbook, say)
    seal_audit(runtime)


def printed_accounts(settings: Settings) -> Iterator[str]:
    """What a person needs to sign in to the demonstration."""
    path = settings.data_dir / PASSWORD_FILE
    if path.exists():
        yield f"Accounts: {', '.join(ROLES)}; {RATERS[0]} to {RATERS[-1]}"
        yield f"Password of all of them: {path.read_text(encoding='utf-8').strip()}"


def _open(past: Runtime, prefecture: Prefecture, chance: random.Random) -> tuple[Cast, list[Story], Opened]:
    """The opening import, the accounts, the stories that the year will tell, and the body people sign in at."""
    own = next(body for body in prefecture.bodies if body.organization.name == OWN_UNIT)
    own.approved = max(own.approved, own.people + 2 * len(RESTING))
    entries = _draw_entries(prefecture, chance)
    with past.database.write() as tx:
        opened, crowd = open_prefecture(tx, prefecture, entries, chance)
        places = {place.organization_id: place for place in opened}
        home = places[own.organization.id]
        password = _demo_password(past.settings)
        region = _region_node(tx, prefecture.city_code)
        cast = create_cast(tx, region, home.node_id, home.staff, password)
        stories = list(_stories(tx, cast, home, places, entries, crowd, chance))
    return cast, stories, home


def _draw_entries(prefecture: Prefecture, chance: random.Random) -> dict[str, int]:
    """How many places of which bodies the year fills, by organization id."""
    eligible = [body for body in prefecture.bodies if body.people > 12 and not body.over]
    drawn: dict[str, int] = {}
    for body in chance.choices(chance.sample(eligible, 45), k=ENTRIES):
        drawn[body.organization.id] = drawn.get(body.organization.id, 0) + 1
    return drawn


def _stories(
    tx: Tx,
    cast: Cast,
    home: Opened,
    places: dict[str, Opened],
    entries: dict[str, int],
    crowd: Iterator[NewPerson],
    chance: random.Random,
) -> Iterator[Story]:
    people = {home.organization_id: ("unit", "head")}
    spare = {key: place.body.approved - place.body.people for key, place in places.items()}
    for organization_id, count in entries.items():
        if organization_id not in people:
            place = places[organization_id]
            unit = place.body.organization.name
            people[organization_id] = add_unit_people(tx, cast, len(people), unit, place.node_id)
        for _ in range(count):
            fate = draw_fate(chance)
            if fate in ("rejected", "withdrawn"):
                if not spare[organization_id]:
                    fate = "executed"
                else:  # the place is filled by somebody else in the end
                    spare[organization_id] -= 1
                    yield Story(places[organization_id], *people[organization_id], next(crowd), "executed")
            yield Story(places[organization_id], *people[organization_id], next(crowd), fate)
    yield from _resting(home, places, people, spare, crowd, chance)


def _resting(
    home: Opened,
    places: dict[str, Opened],
    people: dict[str, tuple[str, str]],
    spare: dict[str, int],
    crowd: Iterator[NewPerson],
    chance: random.Random,
) -> Iterator[Story]:
    """Matters under way: one at each step for the unit that people sign in at, the others where there is room."""
    elsewhere = [key for key in people for _ in range(spare[key]) if key != home.organization_id]
    drawn = [home.organization_id] * len(RESTING) + chance.sample(elsewhere, UNDER_WAY - len(RESTING))
    steps = list(RESTING)
    for number, key in enumerate(drawn):
        step = steps[number % len(steps)]
        yield Story(places[key], *people[key], next(crowd), "executed", rests_at=step)


def _play(
    past: Runtime,
    clock: FixedClock,
    cast: Cast,
    home: Opened,
    stories: list[Story],
    chance: random.Random,
    runtime: Runtime,
) -> None:
    """The year, act by act, up to this moment."""
    end = runtime.clock.now()
    year = Year(past.database, clock, cast, chance, end)
    for story in stories:
        back = chance.randint(*RESTING[story.rests_at]) if story.rests_at else chance.randint(60, 358)
        day = working_day_due((end - timedelta(days=back)).date(), 1).day
        year.add(story, office_hour(day, chance))
    year.weave(last_year(cast, home, chance, end.year - 1))
    for _ in tqdm(year.play(), desc="a year of matters", unit=" acts"):
        pass


def _import(runtime: Runtime, cast: Cast, workbook: Path, say: Callable[[str], None]) -> None:
    """The real positions, and the people of the demonstration at one of the institutions."""
    result = import_positions(runtime, Actor.system("import"), workbook, province="41")
    say(result.line())
    with runtime.database.write() as tx:
        unit_id = institution_with_positions(tx)
        brief = unit_brief(tx, [unit_id])[unit_id]
        grant_at_import(tx, cast, node_of_organization(tx, unit_id), _region_node(tx, brief.region_code))
    say(f"unit and head also act at {brief.name}.")


def _region_node(tx: Tx, code: str) -> str:
    return region_nodes(tx, [code])[code]


def _demo_password(settings: Settings) -> str:
    """One password for all accounts of this installation, made now and kept beside the database."""
    path = settings.data_dir / PASSWORD_FILE
    path.unlink(missing_ok=True)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    write_secret(path, f"yunchuan-{secrets.token_hex(4)}\n")
    return path.read_text(encoding="utf-8").strip()
