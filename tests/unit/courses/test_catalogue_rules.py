"""The rules of the catalogue alone: what completes a course, whom an assignment means, when it reminds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.catalogue.duties import Audience, is_meant, reminder_due
from courses.catalogue.outline import (
    Outline,
    OutlineLesson,
    OutlineUnit,
    Step,
    is_completed,
    neighbours,
    next_step,
)
from courses.catalogue.source import LessonRule, QuizRule

DUE = date(2026, 6, 30)


def outline(
    units: list[tuple[int, bool]],
    final: bool = True,
    lesson_rule: LessonRule = "all",
    quiz_rule: QuizRule = "all",
) -> Outline:
    """Units as (lessons, whether a quiz follows)."""
    made = tuple(
        OutlineUnit(
            f"第{u}单元",
            "",
            tuple(OutlineLesson(f"l{u}.{n}", 1, "课", "", "") for n in range(lessons)),
            f"q{u}" if quiz else None,
        )
        for u, (lessons, quiz) in enumerate(units)
    )
    return Outline(made, "final" if final else None, (), lesson_rule, quiz_rule)


outlines = st.builds(
    outline,
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from(["all", "none"]),
    st.sampled_from(["all", "final", "none"]),
)


@given(outlines)
def test_an_outline_is_kept_as_it_is(course: Outline) -> None:
    assert Outline.from_data(course.to_data()) == course


@settings(max_examples=60)
@given(outlines, st.data())
def test_more_done_never_completes_less(course: Outline, data: st.DataObject) -> None:
    everything = [*course.lesson_ids, *course.quiz_ids]
    some = set(data.draw(st.lists(st.sampled_from(everything)))) if everything else set()
    more = some | (set(data.draw(st.lists(st.sampled_from(everything)))) if everything else set())
    assert is_completed(course, set(everything), set(everything))
    assert not is_completed(course, some, some) or is_completed(course, more, more)
    needed = {*course.required_lessons, *course.required_quizzes}
    assert is_completed(course, some, some) == (needed <= some)
    assert is_completed(course, some, some) or needed


@settings(max_examples=60)
@given(outlines)
def test_whoever_follows_the_next_step_arrives(course: Outline) -> None:
    done: set[str] = set()
    steps = []
    while (step := next_step(course, done, done)) is not None:
        steps.append(step)
        done.add(step.id)
    assert steps == list(course.steps)
    assert is_completed(course, done, done)


def test_lessons_lead_on_through_all_units() -> None:
    course = outline([(1, True), (0, False), (2, False)])
    assert [neighbours(course, lesson) for lesson in course.lesson_ids] == [
        (None, "l2.0"),
        ("l0.0", "l2.1"),
        ("l2.0", None),
    ]
    assert next_step(course, ["l0.0"], []) == Step("quiz", "q0")


def test_whom_an_assignment_means() -> None:
    everybody, clerks, ranked = (
        Audience(),
        Audience(frozenset({"unit", "head"})),
        Audience(ranks=frozenset({"G07"})),
    )
    both = Audience(clerks.roles, ranked.ranks)
    assert is_meant(everybody, None, set())
    assert not is_meant(everybody, "G07", None), "an account that cannot be used"
    assert is_meant(clerks, None, {"unit", "mentor"})
    assert not is_meant(clerks, "G07", {"officer"})
    assert is_meant(ranked, "G07", set())
    assert not is_meant(ranked, None, {"unit"})
    assert [is_meant(both, rank, roles) for rank in ("G07", "G08") for roles in ({"unit"}, {"officer"})] == [
        True,
        False,
        False,
        False,
    ]


@given(st.lists(st.integers(0, 60), max_size=5), st.integers(0, 70))
def test_reminders_come_nearer_and_never_return(reminders: list[int], first_day: int) -> None:
    """Looking every day from some day on, each reminder is due in turn, and none after the last day."""
    said = [reminder_due(reminders, DUE, DUE - timedelta(days=left)) for left in range(first_day, -1, -1)]
    numbers = [days for days in said if days is not None]
    assert numbers == sorted(numbers, reverse=True)
    assert set(numbers) <= set(reminders)
    assert reminder_due(reminders, DUE, DUE + timedelta(days=1)) is None


def test_a_reminder_missed_by_the_worker_is_made_up_for_once() -> None:
    assert reminder_due([14, 3], DUE, DUE - timedelta(days=15)) is None
    assert reminder_due([14, 3], DUE, DUE - timedelta(days=14)) == 14
    assert reminder_due([14, 3], DUE, DUE - timedelta(days=5)) == 14
    assert reminder_due([14, 3], DUE, DUE - timedelta(days=2)) == 3
