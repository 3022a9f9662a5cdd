"""The courses that come with the product: whole, true to the acts they cite, and no question twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from backend.core.secrecy import SecrecyGate
from courses.catalogue.folder import Content, read_content
from courses.catalogue.source import CourseSource
from courses.quizzes.questions import Case, Choice, FillIn, Match, Order, Part, Question, QuestionType, Truth, Use
from courses.quizzes.settings import DrawRule, parse_settings
from tests.support.laws import acts, chinese_number, citable, vouched

CONTENT = Path(__file__).resolve().parents[3] / "courses" / "content"
COURSES = sorted(path.parent.name for path in CONTENT.glob("*/course.yaml"))
LEAST_LESSONS, LEAST_CHARACTERS, LEAST_QUESTIONS, LEAST_EXAM = 5, 800, 40, 14
#: shares of two-character pieces that two questions may have in common, of all pieces of both
MOST_ALIKE = 0.6
ALIKE_EXAMPLE = "{}有行政编制{}名，实有{}名，还可以调入多少人？"

_HAN = re.compile(r"[\u4e00-\u9fff]")
_IN_BOOK_MARKS = re.compile(r"[“《][^”》]*[”》]")
_INVENTED = re.compile(r"(?:东屿省|云川市?|汀宁市?|澜山县?|砚水县?|望溪区?|松禾镇?)")
_FIGURES = re.compile(r"[\dA-Za-z零〇一二两三四五六七八九十百]+")
_NOT_WORDS = re.compile(r"[\W_]+")
_IN_PROSE = re.compile(r"(?P<act>[\u4e00-\u9fff]{2,30}|\d+号令)》?第(?P<number>[一二三四五六七八九十百零]+)条")
_FIRST_ARTICLE = re.compile(r"(.?)第[一二三四五六七八九十百零]+条")
_SHORT = {
    "486号令": "地方各级人民政府机构设置和编制管理条例",
    "227号令": "国务院行政机构设置和编制管理条例",
    "地方组织法": "地方各级人民代表大会和地方各级人民政府组织法",
    "政务处分法": "公职人员政务处分法",
}
_OF_A_PERSON = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)|[\w.]+@\w+\.\w+")


@cache
def content() -> Content:
    return read_content(CONTENT)


@cache
def course_of(key: str) -> CourseSource:
    return next(found.source({}) for found in content().courses if found.folder.name == key)


@cache
def questions_of(key: str) -> tuple[Question, ...]:
    return next(found.questions for found in content().courses if found.folder.name == key)


def all_questions() -> list[Question]:
    return [question for key in COURSES for question in questions_of(key)]


def parts_of(question: Question) -> tuple[Part, ...]:
    return question.body.parts if isinstance(question.body, Case) else (question,)


def texts_of(part: Part) -> Iterator[str]:
    """What a learner reads of a question, without the explanations."""
    yield part.stem
    match part.body:
        case Choice(options):
            yield from (option.text for option in options)
        case Order(items):
            yield from items
        case Match(pairs, distractors):
            yield from (text for pair in pairs for text in pair)
            yield from distractors
        case Case(parts):
            for inner in parts:
                yield from texts_of(inner)
        case Truth() | FillIn():
            pass


def explanations_of(question: Question) -> Iterator[str]:
    yield question.explanation
    for part in parts_of(question):
        yield part.explanation
        if isinstance(part.body, Choice):
            yield from (option.why for option in part.body.options)
        if isinstance(part.body, Truth):
            yield from (part.body.why_true, part.body.why_false)


def bare(text: str) -> str:
    """The text without names, figures and punctuation: what is left tells two questions apart."""
    for pattern in (_IN_BOOK_MARKS, _INVENTED, _FIGURES, _NOT_WORDS):
        text = pattern.sub("", text)
    return text


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def pieces(text: str) -> frozenset[str]:
    left = bare(text)
    return frozenset(left[at : at + 2] for at in range(len(left) - 1))


def test_the_loader_finds_nothing_wrong() -> None:
    assert [problem.text() for problem in content().problems] == []


@pytest.mark.parametrize("key", COURSES)
def test_a_course_is_whole(key: str) -> None:
    course = course_of(key)
    assert course.key == key
    assert all((course.title_en, course.summary_en, course.audience_en, course.valid_from, course.final_quiz))
    lessons = list(course.lessons)
    assert len(lessons) >= LEAST_LESSONS
    assert {path.name for path in (CONTENT / key / "lessons").iterdir()} == files_named(key)
    for lesson in lessons:
        assert all((lesson.title_en, lesson.summary_en, lesson.articles)), lesson.key
        assert len(_HAN.findall(lesson.markdown)) >= LEAST_CHARACTERS, lesson.key
        assert re.search(r"^## 案例", lesson.markdown, re.MULTILINE), lesson.key
        assert not re.search(r"^# ", lesson.markdown, re.MULTILINE), f"{lesson.key}: its title stands above it"


def files_named(key: str) -> set[str]:
    text = (CONTENT / key / "course.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"^\s+file: lessons/(\S+)$", text, re.MULTILINE))


@pytest.mark.parametrize("key", COURSES)
def test_a_course_asks_enough(key: str) -> None:
    questions = questions_of(key)
    assert len(questions) >= LEAST_QUESTIONS
    assert sum(question.use is Use.EXAM for question in questions) >= LEAST_EXAM
    types = Counter(question.type for question in questions)
    assert set(types) == set(QuestionType), "every type is used"
    assert min(types[QuestionType.MULTIPLE], types[QuestionType.FILL_IN]) >= 4
    assert types[QuestionType.ORDER] + types[QuestionType.MATCH] >= 4
    assert types[QuestionType.CASE] >= 2
    assert {question.difficulty for question in questions} == {1, 2, 3}


@pytest.mark.parametrize("key", COURSES)
def test_every_mistake_is_explained(key: str) -> None:
    for question in questions_of(key):
        assert question.articles, question.key
        assert question.explanation, question.key
        for part in parts_of(question):
            assert part.explanation, question.key
            if isinstance(part.body, Choice):
                assert all(option.why for option in part.body.options), question.key
            if isinstance(part.body, Truth):
                assert part.body.why_false if part.body.answer else part.body.why_true, question.key


@pytest.mark.parametrize("key", COURSES)
def test_every_article_exists_or_was_read(key: str) -> None:
    cited = {article for lesson in course_of(key).lessons for article in lesson.articles}
    cited |= {article for question in questions_of(key) for article in question.articles}
    assert sorted(article for article in cited if not citable(article)) == []


@pytest.mark.parametrize("key", COURSES)
def test_articles_named_in_the_text_exist(key: str) -> None:
    texts = [lesson.markdown for lesson in course_of(key).lessons]
    for question in questions_of(key):
        texts += [*texts_of(question), *explanations_of(question)]
    titles = _SHORT | {title: title for title in acts()}
    for found in (found for text in texts for found in _IN_PROSE.finditer(text)):
        named = [title for name, title in titles.items() if found["act"].endswith(name)]
        if named:
            act = max(named, key=len)
            assert chinese_number(found["number"]) in acts()[act], found[0]


@pytest.mark.parametrize("key", COURSES)
def test_a_stem_names_the_act_of_its_article(key: str) -> None:
    """A question met alone, in practice or in a paper of several courses, must say which act it speaks of."""
    for stem in (part.stem for question in questions_of(key) for part in (question, *parts_of(question))):
        if first := _FIRST_ARTICLE.search(stem):
            assert first[1] in tuple("法例令定》"), stem


def test_keys_and_topics_are_used_once() -> None:
    keys = [question.key for question in all_questions()]
    keys += [lesson.key for key in COURSES for lesson in course_of(key).lessons]
    keys += [quiz.key for key in COURSES for quiz in course_of(key).quizzes]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    users = Counter(topic for key in COURSES for topic in {question.topic for question in questions_of(key)})
    assert set(users) == set(content().topics)
    assert set(users.values()) == {1}, "a topic belongs to one course"


@pytest.mark.parametrize("key", COURSES)
def test_every_paper_can_be_filled(key: str) -> None:
    """A rule of a draw finds enough questions, and no other rule of the quiz takes from the same ones."""
    for quiz in course_of(key).quizzes:
        rules = parse_settings(quiz.settings).draw
        assert not any(one.overlaps(other) for one, other in combinations(rules, 2)), quiz.key
        assert [rule for rule in rules if len(pool_of(rule)) < rule.count] == [], quiz.key
    final = course_of(key).final_quiz
    assert final
    assert {rule.use for rule in parse_settings(final.settings).draw} == {Use.EXAM}


def pool_of(rule: DrawRule) -> list[Question]:
    return [
        entry
        for entry in all_questions()
        if rule.topic in (None, entry.topic)
        and rule.use in (None, entry.use)
        and rule.difficulty in (None, entry.difficulty)
    ]


def test_no_two_questions_are_alike() -> None:
    known = [(question.key, pieces(" ".join(texts_of(question)))) for question in all_questions()]
    alike = [
        (one, other, round(likeness(mine, theirs), 2))
        for (one, mine), (other, theirs) in combinations(known, 2)
        if likeness(mine, theirs) > MOST_ALIKE
    ]
    assert alike == []


def test_other_names_and_figures_make_no_other_question() -> None:
    one, other = (pieces(ALIKE_EXAMPLE.format(*given)) for given in (("云川市", 40, 36), ("望溪区", "五十", "48")))
    assert likeness(one, other) == 1


def test_nothing_is_about_a_real_person() -> None:
    for path in CONTENT.rglob("*.*"):
        if path.suffix in (".yaml", ".md"):
            assert not _OF_A_PERSON.search(path.read_text(encoding="utf-8")), path.name


def test_what_may_be_cited() -> None:
    """The list behind the checks: numbers read in the text, and of the Party regulation only the sure ones."""
    local = acts()["地方各级人民政府机构设置和编制管理条例"]
    assert local == frozenset(range(1, 31))
    assert vouched()["中国共产党机构编制工作条例"] == {1, 3, 4, 5, 6, 10, 14, 17, 23}
    assert vouched()["干部教育培训工作条例"] == set(range(11, 17))
    assert citable("公务员法#113")
    assert not any(map(citable, ("公务员法#114", "中国共产党机构编制工作条例#7", "没有的法#1")))


def test_nothing_in_the_courses_is_refused_by_the_secrecy_gate() -> None:
    """Whoever exports these courses and sends them back must not be told that they hold a secret's mark."""
    gate = SecrecyGate.load(None)
    for course in content().courses:
        gate.check([dict(course.data), *(question.to_data() for question in course.questions)])
