"""The facts of papers, taken from the rooms below: sealed where a year is sealed, as they stand now otherwise."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from backend.assessment.goals.public import CheckView, PartView, checks_of, goals_of
from backend.assessment.grading.public import Case
from backend.assessment.marks.public import rating_means, self_summaries, superior_comments
from backend.assessment.papers.facts import (
    CaseLine,
    GoalLine,
    Heading,
    NoticeFacts,
    PersonFacts,
    PersonSheet,
    RatingLine,
    RoutineLine,
    Settled,
)
from backend.assessment.papers.sheet import Ink
from backend.assessment.papers.words import BODIES, CHECK_GRADES, period_text, review_text, seal_text, settled_text
from backend.assessment.results.public import (
    DrawnSignature,
    NoticeState,
    StandingNotice,
    decisions_in_force,
    result_of,
    seal_mark,
    sealed_grades,
    signatures_of,
    standing_notices,
)
from backend.assessment.rounds.public import Assessed, Round, RoundState
from backend.assessment.terms import ONE, Grade
from backend.core.chinese_text import chinese_date
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from backend.register.public import UnitBrief, code_lists, particulars_of, unit_brief

#: Before that, what a list shows is on its way and not decided.
_DECIDED = (RoundState.DECIDED, RoundState.PUBLISHED, RoundState.NOTIFIED, RoundState.SEALED)
_RANKS = (
    "civil_servant_rank_general",
    "civil_servant_rank_law_enforcement",
    "civil_servant_rank_professional",
    "institution_post_grade",
)


def heading(tx: Tx, found: Round, organization_id: str | None) -> Heading:
    """What stands above a list; one that is not decided says so."""
    unit = unit_brief(tx, [organization_id]).get(organization_id) if organization_id else None
    title = found.title if found.state in _DECIDED else f"{found.title}（过程稿，未经审定）"
    return Heading(title, found.year, unit.name if unit else "", tx.today(), _seal(tx, found))


def _seal(tx: Tx, found: Round) -> str:
    mark = seal_mark(tx, found.id)
    return seal_text(mark.revision, mark.at.astimezone(SHANGHAI).date(), mark.digest) if mark else ""


def case_lines(tx: Tx, found: Round, people: Sequence[Case]) -> list[CaseLine]:
    """Cases as lines, each with the sealed grade of the year before, if there is one."""
    before = sealed_grades(tx, [case.person_id for case in people])
    return [
        CaseLine(
            name=case.name,
            unit=case.organization_name,
            category=case.category,
            total=case.total,
            proposed=case.proposed,
            result=result_of(case),
            special=case.special,
            leading=case.leading,
            last_year=_grade_of(before.get(case.person_id, []), found.year - 1),
        )
        for case in people
    ]


def _grade_of(grades: Collection[tuple[int, object, Grade]], year: int) -> Grade | None:
    return next((grade for of_year, _, grade in grades if of_year == year), None)


def person_facts(tx: Tx, people: Sequence[Case | Assessed]) -> dict[str, PersonFacts]:
    """Who they are in words, by person."""
    known = particulars_of(tx, [one.person_id for one in people])
    found = {}
    for one in people:
        facts = known.get(one.person_id)
        found[one.person_id] = PersonFacts(
            name=one.name,
            sex=_word(facts.sex if facts else None, "sex").removesuffix("性"),  # as forms have it: 男, 女
            birth_month=_month(facts.birth_month) if facts else "",
            political_status=_word(facts.political_status if facts else None, "political_status"),
            unit=one.organization_name,
            division=(facts.division or "") if facts else "",
            post=(facts.post_title or "") if facts else "",
            rank=_rank(facts.rank if facts else None),
        )
    return found


def _word(code: str | None, name: str) -> str:
    labels = code_lists()[name].get(code or "")
    return labels["zh"] if labels else ""


def _rank(code: str | None) -> str:
    """A rank or post grade is a code of one of several lists."""
    return next((word for name in _RANKS if (word := _word(code, name))), "")


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月" if number.isdigit() else month


def person_sheets(tx: Tx, found: Round, people: Sequence[Case]) -> list[PersonSheet]:
    """The annual form of each of these people."""
    ids = [case.person_id for case in people]
    facts = person_facts(tx, people)
    summaries, comments = self_summaries(tx, found.id, ids), superior_comments(tx, found.id, ids)
    case_ids = [case.id for case in people]
    decisions, notices = decisions_in_force(tx, people), standing_notices(tx, found.id, case_ids)
    signatures, seal = signatures_of(tx, case_ids), _seal(tx, found)
    sheets = []
    for case in people:
        decision = decisions.get(case.id)
        said = (BODIES[decision.body], decision.minutes_number, decision.decided_on) if decision else None
        sheets.append(
            PersonSheet(
                year=found.year,
                category=case.category,
                person=facts[case.person_id],
                summary=summaries.get(case.person_id, ""),
                routine=routine_lines(tx, case.person_id, found.year),
                goals=[_goal(part) for part in goals_of(tx, case.person_id, found.year)],
                comment=comments.get(case.person_id, ""),
                suggested=case.suggested,
                result=result_of(case) if decision else None,
                special=case.special,
                decision=f"{said[0]}研究决定（{said[1]}，{chinese_date(said[2])}）。" if said else "",
                settled=_settled(notices.get(case.id), signatures.get(case.id)),
                seal=seal,
            )
        )
    return sheets


def _goal(part: PartView) -> GoalLine:
    if part.measure == "yes_no":
        return GoalLine(part.title, "已完成" if part.done >= part.target else "未完成", part.weight)
    done = f"{_amount(part.done)} / {_amount(part.target)} {part.unit_word}".rstrip()
    return GoalLine(part.title, done, part.weight)


def _amount(hundredths: int) -> str:
    whole, rest = divmod(hundredths, ONE)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def _settled(notice: StandingNotice | None, drawn: DrawnSignature | None) -> Settled:
    if notice is None:
        return Settled()
    moment = drawn.signed_at if drawn else notice.settled_at
    day = notice.paper_signed_on or (moment.astimezone(SHANGHAI).date() if moment else None)
    text = settled_text(notice.state, day, notice.comment, notice.paper_signed_on)
    ink = Ink(drawn.strokes) if drawn else None
    return Settled(text, ink, day if ink else None, notice.state is NoticeState.REFUSED)


def routine_lines(tx: Tx, person_id: str, year: int) -> list[RoutineLine]:
    """Somebody's checks of a year that have an entry or a comment."""
    return [_routine(check) for check in checks_of(tx, person_id, year)]


def _routine(check: CheckView) -> RoutineLine:
    said = check.comment
    return RoutineLine(
        period=period_text(check.period),
        text=check.text,
        grade=CHECK_GRADES[said.grade] if said and said.grade else "",
        comment=said.comment if said else "",
        by="" if said is None or said.from_paper else said.recorded_by,
        on=said.given_on if said else None,
        document=f"纸质：{said.document}" if said and said.from_paper else "",
    )


def notice_facts(tx: Tx, found: Round, people: Sequence[Case]) -> list[NoticeFacts]:
    """The notices that were issued to these people."""
    case_ids = [case.id for case in people]
    notices, signatures = standing_notices(tx, found.id, case_ids), signatures_of(tx, case_ids)
    decisions = decisions_in_force(tx, people)
    issuers = unit_brief(tx, [decision.organization_id for decision in decisions.values()])
    facts = []
    for case in people:
        notice, decision, result = notices.get(case.id), decisions.get(case.id), result_of(case)
        if notice is None or decision is None or result is None:
            continue
        days = found.parameters.review_days(case.category), found.parameters.appeal_days(case.category)
        facts.append(
            NoticeFacts(
                year=found.year,
                name=case.name,
                unit=case.organization_name,
                category=case.category,
                result=result,
                decided=f"由{BODIES[decision.body]}研究决定（{decision.minutes_number}）",
                issuer=_issuer(case, issuers.get(decision.organization_id)),
                issued_on=notice.issued_at.astimezone(SHANGHAI).date(),
                review=review_text(case.category, result, *days),
                settled=_settled(notice, signatures.get(case.id)),
            )
        )
    return facts


def _issuer(case: Case, decided_by: UnitBrief | None) -> str:
    """Who decided, for leading members the supervising organ; one's own unit by its name when it was frozen."""
    if decided_by is None or decided_by.id == case.organization_id:
        return case.organization_name
    return decided_by.name


def rating_lines(tx: Tx, found: Round, people: Sequence[Assessed]) -> list[RatingLine]:
    """The means of these people, without those who were rated by too few; nothing before the rating is over."""
    means = rating_means(tx, found, {one.person_id for one in people})
    return [
        RatingLine(
            one.name,
            one.organization_name,
            max(mean.count for mean in means[one.person_id].values()),
            {dimension: mean.amount for dimension, mean in means[one.person_id].items()},
        )
        for one in people
        if one.person_id in means
    ]
