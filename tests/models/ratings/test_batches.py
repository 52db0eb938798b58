"""Whatever somebody asks, and however often, he reads off no answer: figures differ by whole batches of five."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.orm import Session

from models.ground.base import Moment
from models.ratings.batches import BATCH, Ratio, satisfied
from models.time.moments import CST

START = datetime(2026, 11, 1, tzinfo=CST)
ANSWERS = Table(
    "answers",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("whom", Integer),
    Column("at", Moment),
    Column("level", Integer),
)
Answer = tuple[int, int, int]  # about whom, on which day, at what level
GIVEN = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 30), st.integers(1, 5)), max_size=40)
PERIODS = st.tuples(st.integers(-2, 32), st.integers(-2, 32), st.integers(0, 31))  # from, until, asked on


@contextmanager
def given_answers(answers: list[Answer]) -> Iterator[Session]:
    engine = create_engine("sqlite://")
    ANSWERS.metadata.create_all(engine)
    with Session(engine) as session:
        rows = [{"whom": whom, "at": START + timedelta(days=day), "level": level} for whom, day, level in answers]
        if rows:
            session.execute(insert(ANSWERS), rows)
        yield session
    engine.dispose()


def asked(session: Session, since: int, until: int, now: int, whom: tuple[int, ...] = (1,)) -> Ratio:
    """What somebody reads who asks on a day about a period: of the answers that have come by then."""
    start, end, here = (START + timedelta(days=day) for day in (since, min(until, now), now))
    answers = select(*ANSWERS.c).where(ANSWERS.c.at < here, ANSWERS.c.whom.in_(whom))
    return satisfied(session, answers, start, end)


@given(GIVEN, PERIODS, PERIODS)
def test_no_two_questions_differ_by_fewer_than_five_answers(
    answers: list[Answer], one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    with given_answers(answers) as session:
        first, second, both = asked(session, *one), asked(session, *other), asked(session, *one, whom=(1, 2))
    assert first.of % BATCH == second.of % BATCH == both.of % BATCH == 0
    assert first.of != second.of or first.part == second.part or first.of >= BATCH
    assert 0 <= first.part <= first.of


@given(GIVEN, st.integers(0, 31))
def test_periods_side_by_side_add_up_and_nothing_is_counted_twice(answers: list[Answer], border: int) -> None:
    with given_answers(answers) as session:
        whole, before, after = (asked(session, *each, 99) for each in ((-9, 99), (-9, border), (border, 99)))
    assert (before.part + after.part, before.of + after.of) == (whole.part, whole.of)
    about = [level for whom, _, level in sorted(answers, key=lambda each: each[1]) if whom == 1]
    assert whole.of == len(about) // BATCH * BATCH
    assert whole.part == sum(level >= 4 for level in about[: whole.of])


@given(GIVEN, st.integers(1, 5), st.integers(1, 5))
def test_what_the_newest_answer_says_changes_a_figure_only_where_it_fills_a_batch(
    answers: list[Answer], level: int, another: int
) -> None:
    def figure(newest: list[Answer]) -> Ratio:
        with given_answers([*answers, *newest]) as session:
            return asked(session, -9, 99, 99)

    before, with_one, with_another = figure([]), figure([(1, 31, level)]), figure([(1, 31, another)])
    fills = (sum(whom == 1 for whom, _, _ in answers) + 1) % BATCH == 0
    assert with_one.of == with_another.of == before.of + (BATCH if fills else 0)
    assert fills or before == with_one == with_another
