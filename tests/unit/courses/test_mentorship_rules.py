"""Rules of a mentorship without a database: its table of states, how two come to say the same, what is shown."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from backend.core.errors import DomainError
from courses.mentoring.confirming import Agreement, Note
from courses.mentoring.document import MentoringFacts, render_mentoring_certificate
from courses.mentoring.evaluating import QUESTIONS, Stage, Window, is_shown, percent_of, window_of
from courses.mentoring.states import (
    ACCEPTANCE,
    OPEN_STATES,
    OVER_STATES,
    TRANSITIONS,
    Act,
    Side,
    State,
    acts_in,
    state_after,
)

DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
#: (who acts, confirms rather than writes, which revision is named)
STEPS = st.lists(st.tuples(st.sampled_from(["mentor", "mentee"]), st.booleans(), st.integers(0, 4)), max_size=14)


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_every_act_in_every_state(state: State, act: Act) -> None:
    after = state_after(state, act)
    assert (act in acts_in(state)) == (after is not None)
    if after is None:
        return
    assert TRANSITIONS[state, act] is after
    if state not in OPEN_STATES:  # what is over stays as it is: only a note of before may still be confirmed
        assert (act, after) == (Act.CONFIRM_NOTE, state)
    if after in OVER_STATES and state not in OVER_STATES:
        assert state is State.ACTIVE, "what never ran does not end"


@given(st.lists(st.sampled_from(list(Act)), max_size=12))
def test_it_runs_exactly_when_both_accepted(acts: list[Act]) -> None:
    state, accepted = State.PROPOSED, set()
    for act in acts:
        after = state_after(state, act)
        if after is None:
            continue
        state = after
        accepted |= {side for side, accept in ACCEPTANCE.items() if accept is act}
        if state is State.ACTIVE or state in OVER_STATES:
            assert accepted == set(Side)


@given(STEPS)
@settings(max_examples=200)
def test_an_agreement_is_what_one_wrote_and_the_other_saw(steps: list[tuple[str, bool, int]]) -> None:
    """In any order: what counts was written by one and, as that revision, confirmed by the other."""
    standing, authors, agreed = Agreement(), ["nobody"], [0]
    for by, confirms, revision in steps:
        try:
            after = standing.confirmed(by, revision) if confirms else standing.written(by, revision)
        except DomainError:
            continue
        if confirms:
            assert authors[revision] != by
            assert revision == standing.latest
            agreed.append(revision)
        else:
            assert revision == standing.latest, "nobody writes over what they have not seen"
            authors.append(by)
        standing = after
        assert standing.agreed == agreed[-1]
        assert standing.latest == len(authors) - 1
    assert agreed == sorted(agreed)


@given(STEPS)
@settings(max_examples=200)
def test_a_confirmed_note_is_the_one_that_was_seen(steps: list[tuple[str, bool, int]]) -> None:
    note = Note("mentor")
    for by, confirms, revision in steps:
        try:
            after = note.confirmed(by, revision) if confirms else note.corrected(by, revision)
        except DomainError:
            continue
        assert revision == note.revision
        assert by == ("mentee" if confirms else "mentor")
        assert note.state == "noted" or after == note, "what both stand by changes no more"
        note = after


def test_a_withdrawn_note_is_never_confirmed() -> None:
    gone = Note("mentor").withdrawn("mentor")
    assert gone.withdrawn("mentor") == gone
    with pytest.raises(DomainError, match="mentorship_meeting_settled"):
        gone.confirmed("mentee", 1)
    with pytest.raises(DomainError, match="mentorship_meeting_settled"):
        gone.corrected("mentor", 1)


@given(DAYS, st.integers(1, 900))
def test_windows_lie_in_order(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    mid, final = (window_of(stage, first, last) for stage in Stage)
    for window in (mid, final):
        assert first <= window.opens_on <= window.closes_on
        assert window.is_open(window.opens_on)
        assert window.is_open(window.closes_on)
        assert not window.is_open(window.opens_on - timedelta(days=1))
    assert mid.closes_on <= last < final.closes_on


def test_nothing_is_shown_while_it_could_be_answered() -> None:
    window = Window(date(2026, 6, 1), date(2026, 6, 30))
    shown = [
        (count, day, over)
        for count, day, over in product((1, 2), (window.closes_on, date(2026, 7, 1)), (False, True))
        if is_shown(count, window.closes_on, day, over=over)
    ]
    assert (1, window.closes_on, False) not in shown
    assert len(shown) == 7


def test_answers_are_a_share_of_the_best() -> None:
    assert [percent_of(answers) for answers in ([5, 5], [1, 1], [4, 4, 3])] == [10_000, 2_000, 7_333]
    assert all(len(set(questions)) == len(questions) == 4 for questions in QUESTIONS.values())


def test_the_certificate_says_who_whom_and_when() -> None:
    facts = MentoringFacts(
        number="带徒证〔2026〕1号",
        side=Side.MENTOR,
        holder="林清溪",
        other="周𠮷",
        since=date(2026, 1, 5),
        until=date(2026, 12, 31),
        office="清溪县",
        issued_on=date(2027, 1, 4),
        verification_url="https://zhangbian.example/verify/abc",
    )
    papers = {side: render_mentoring_certificate(replace(facts, side=side)) for side in Side}
    assert papers[Side.MENTOR] == render_mentoring_certificate(facts), "the same facts give the same bytes"
    for side, words in ((Side.MENTOR, "担任周〓同志的导师"), (Side.MENTEE, "师从周〓同志学习")):
        # of a code of two bytes pypdf reads the first, NUL, as a letter of its own
        text = re.sub(r"[\s\0]", "", PdfReader(io.BytesIO(papers[side])).pages[0].extract_text())
        wanted = ("林清溪同志", "带徒证〔2026〕1号", f"自2026年1月5日至2026年12月31日{words}")
        assert [part for part in wanted if part not in text] == []
