"""The year of the demonstration: entries onto the quota, filed, decided and issued by the people whose part it is.

Every act is an operation of the product at its own moment: the acts of all matters lie in one queue ordered by
time, and the clock is moved from one to the next. What would happen after today has not happened: those matters
are under way.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from backend.approvals.public import (
    DecisionCommand,
    DocumentReference,
    IssueDetails,
    decide_task,
    file_matter,
    issue_task,
    open_tasks,
    reading_of,
    resubmit_matter,
    withdraw_matter,
)
from backend.core.actor import Actor
from backend.core.calendar import working_day_due
from backend.core.clock import SHANGHAI, FixedClock
from backend.core.db import Database, new_id
from backend.core.transaction import Tx
from backend.demo.identity import Cast
from backend.demo.register import ISSUER, Opened
from backend.register.public import NewPerson
from notifications.public import read_all_notices

KIND = "personnel_entry"
#: How matters end, in hundredths.
_FATES = (("executed", 88), ("corrected", 6), ("rejected", 3), ("withdrawn", 3))
_WHO = {"head": None, "officer": "officer", "orgdept": "orgdept", "hr": "hr", "chief": "chief"}
_REASONS = {"administrative": "exam_civil_servant", "political_legal": "exam_civil_servant"}


@dataclass(slots=True)
class Story:
    """One matter from filing to its end."""

    place: Opened
    clerk: str
    head: str
    person: NewPerson
    fate: str
    #: the step at which the story rests today; ``None`` goes to the end
    rests_at: str | None = None
    form: dict[str, Any] = field(default_factory=dict)
    matter_id: str = ""


Act = Callable[[Tx, Story], None]
#: Acts beside the matters: it yields when the next one is, and is sent the transaction to do it in.
Thread = Generator[datetime, Tx, None]


class Year:
    """Plays stories in the order of time."""

    def __init__(
        self, database: Database, clock: FixedClock, cast: Cast, chance: random.Random, end: datetime
    ) -> None:
        self._database = database
        self._clock = clock
        self._cast = cast
        self._chance = chance
        self._end = end
        self._queue: list[tuple[datetime, int, Callable[[Tx], None]]] = []
        self._issued = 0

    def add(self, story: Story, at: datetime) -> None:
        """Put a story's first act into the queue."""
        self._push(at, self._file, story)

    def weave(self, thread: Thread) -> None:
        """Let the acts of ``thread`` happen between those of the matters, each at its moment."""
        self._put(next(thread), partial(self._continue, thread))

    def play(self) -> Iterator[datetime]:
        """Do every act that lies before the end; yields the moment of each."""
        while self._queue:
            at, _, act = heapq.heappop(self._queue)
            if at >= self._end:
                continue
            self._clock.set(at)
            with self._database.write() as tx:
                act(tx)
            yield at

    def _at_work(self, tx: Tx, username: str) -> Actor:
        """Whoever comes to act has read what came before."""
        actor = self._cast.actor(tx, username)
        read_all_notices(tx, actor)
        return actor

    def _push(self, at: datetime, act: Act, story: Story) -> None:
        self._put(at, lambda tx: act(tx, story))

    def _put(self, at: datetime, act: Callable[[Tx], None]) -> None:
        heapq.heappush(self._queue, (at, len(self._queue) + self._chance.randrange(1 << 40), act))

    def _continue(self, thread: Thread, tx: Tx) -> None:
        with suppress(StopIteration):
            self._put(thread.send(tx), partial(self._continue, thread))

    def _later(self, act: Act, story: Story, least: int = 1, most: int = 3) -> None:
        day = working_day_due(self._clock.today(), self._chance.randint(least, most)).day
        self._push(office_hour(day, self._chance), act, story)

    def _file(self, tx: Tx, story: Story) -> None:
        story.form = entry_form(story, tx.today(), self._chance)
        if story.fate == "corrected":
            story.form["post_title"] = "待定"
        clerk = self._at_work(tx, story.clerk)
        story.matter_id = file_matter(tx, clerk, KIND, story.place.organization_id, story.form)
        self._later(self._withdraw if story.fate == "withdrawn" else self._decide, story)

    def _withdraw(self, tx: Tx, story: Story) -> None:
        withdraw_matter(tx, self._at_work(tx, story.clerk), story.matter_id, 1, "拟录用人员放弃")

    def _decide(self, tx: Tx, story: Story) -> None:
        """Everybody whose task is open acts; then the story goes on, or ends."""
        for task in open_tasks(tx, story.matter_id):
            if task.step_key == story.rests_at:
                return
            if task.step_key == "issue":
                self._issue(tx, story, task.id)
                return
            username = _WHO[task.role] or story.head
            verdict, opinion, fields = self._verdict(story, task.step_key)
            actor = self._at_work(tx, username)
            decide_task(tx, actor, task.id, self._command(tx, username, task.id, verdict, opinion, fields))
            if verdict == "reject":
                return
            if verdict == "return":
                self._later(self._correct, story)
                return
        self._later(self._decide, story)

    def _verdict(self, story: Story, step: str) -> tuple[str, str, tuple[str, ...]]:
        if story.fate == "rejected" and step == "chief":
            return "reject", "该岗位已列入年度调整计划，暂不办理。", ()
        if story.fate == "corrected" and step == "office_clerk":
            return "return", "请写明拟任岗位。", ("post_title",)
        return "approve", "同意" if step == "chief" else "拟同意", ()

    def _correct(self, tx: Tx, story: Story) -> None:
        story.form["post_title"] = "科员"
        story.fate = "executed"
        resubmit_matter(tx, self._at_work(tx, story.clerk), story.matter_id, story.form, 1)
        self._later(self._decide, story)

    def _issue(self, tx: Tx, story: Story, task_id: str) -> None:
        self._issued += 1
        document = DocumentReference(
            number=f"云编办〔{tx.today().year}〕{self._issued}号",
            title=f"关于{story.place.body.organization.name}人员入编的通知",
            issuer=f"{ISSUER}办公室",
            dated_on=tx.today(),
        )
        command = self._command(tx, "officer", task_id, "issue", "", ())
        issue_task(tx, self._at_work(tx, "officer"), task_id, command, IssueDetails(document))

    def _command(
        self, tx: Tx, username: str, task_id: str, verdict: str, opinion: str, fields: tuple[str, ...]
    ) -> DecisionCommand:
        revision, digest = reading_of(tx, self._at_work(tx, username), task_id)
        return DecisionCommand(new_id(), verdict, revision, digest, opinion, fields)


def entry_form(story: Story, day: date, chance: random.Random) -> dict[str, Any]:
    """The form of an entry, as the app would send it."""
    person = story.person
    return {
        "recruitment_item_id": None,
        "quota_type": story.place.body.quota_type,
        "division_id": chance.choice(story.place.division_ids),
        "entry_reason": _REASONS.get(story.place.body.quota_type, "open_recruitment"),
        "effective_on": day,
        "post_title": "科员" if story.place.body.quota_type != "institution" else "专业技术岗位",
        "rank": None,
        "person": {
            "name": person.name,
            "sex": person.sex,
            "id_number": person.id_number,
            "ethnicity": person.ethnicity,
            "political_status": person.political_status,
            "education": person.education,
            "degree": person.degree,
            "major": person.major,
            "started_work_on": person.started_work_on,
            "identity": person.identity,
        },
    }


def draw_fate(chance: random.Random) -> str:
    """How a matter will end."""
    return chance.choices([fate for fate, _ in _FATES], [weight for _, weight in _FATES])[0]


def office_hour(day: date, chance: random.Random) -> datetime:
    """A moment of ``day`` at which an office works."""
    start = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    return start + timedelta(minutes=chance.randint(0, 470))
