"""However many inquiries there have been, whatever is asked about them stands on an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text
from sqlalchemy.orm import Session

from bot.demo.stage import START
from models.inquiries.inquiries import (
    Came,
    Complexity,
    Happening,
    Help,
    Holding,
    Inquiry,
    InquiryEnding,
    InquiryState,
    InquiryStep,
)
from models.inquiries.rates import RatePeriod, rates
from models.register.rules import load_rules
from models.time.workdays import Calendar
from tests.town import Said, Town, to

RULES_FILE = Path(__file__).parents[3] / "rules.toml"
PAST = 3_000  # inquiries of other enterprises and departments, long closed
GROWING = ("inquiries", "holdings", "inquiry_steps", "helps")
NOVEMBER = START - timedelta(days=20)


def lived(session: Session) -> None:
    """A past of inquiries that nobody of the demo has to do with, save one in a hundred."""
    numbers = range(1, PAST + 1)
    session.execute(
        insert(Inquiry),
        [
            {
                "id": number,
                "region_id": 1,
                "enterprise_id": 1 if number % 100 == 0 else 2,
                "asked_by": 4,
                "asked_at": NOVEMBER,
                "words": "环保手续",
                "state": InquiryState.CLOSED,
                "ending": InquiryEnding.SOLVED,
                "complexity": Complexity.SIMPLE,
                "department_id": 1 if number % 100 == 0 else 2,
                "answerable_id": 2,
                "closed_at": NOVEMBER - timedelta(days=400),
                "revision": 1,
            }
            for number in numbers
        ],
    )
    session.execute(
        insert(Holding),
        [
            {
                "inquiry_id": number,
                "department_id": 1 if number % 100 == 0 else 2,
                "came": Came.ASKED,
                "since": NOVEMBER,
                "until": NOVEMBER,
            }
            for number in numbers
        ],
    )
    session.execute(
        insert(InquiryStep),
        [{"inquiry_id": number, "at": NOVEMBER, "event": Happening.ASKED, "files": []} for number in numbers],
    )
    session.execute(
        insert(Help),
        [
            {
                "inquiry_id": number,
                "department_id": 2,
                "words": "-",
                "asked_at": NOVEMBER,
                "due": START,
                "done_at": START,
            }
            for number in numbers
        ],
    )
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT setval('inquiries_id_seq', :last)"), {"last": PAST})
        session.execute(text("ANALYZE"))  # as PostgreSQL does by itself; SQLite never does


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the growing tables meanwhile, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, *_rest: Any) -> None:
        if sql.startswith("SELECT") and any(re.search(rf"(FROM|JOIN) {table}", sql) for table in GROWING):
            seen.append((sql, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plan(session: Session, sql: str, parameters: Any) -> str:
    connection = session.connection()
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    cursor = connection.connection.cursor()
    cursor.execute(explain + sql, parameters)
    rows = cursor.fetchall()
    cursor.close()
    return "\n".join(str(row[-1]) for row in rows)


async def standing_on_an_index(town: Town, seen: list[tuple[str, Any]]) -> None:
    """No query reads a whole table, and there was one."""
    assert seen
    for sql, parameters in seen:
        told = await town.database.run(partial(plan, sql=sql, parameters=parameters))
        scans = [table for table in GROWING if re.search(rf"SCAN {table}\b(?! USING)|Seq Scan on {table}\b", told)]
        assert scans == [], f"{sql}\n{told}"


@pytest.mark.parametrize("who", ["赵总", "周科", "孙工", "何督查"])
async def test_the_list_of_inquiries(town: Town, who: str) -> None:
    await town.database.run(lived)
    with asked() as seen:
        await town.says(who, "诉求清单")
    await standing_on_an_index(town, seen)


async def test_an_inquiry_whole_and_all_that_is_done_to_it(town: Town) -> None:
    await town.database.run(lived)
    with asked() as seen:
        said = await ask(town)
        said = await town.presses("周科", to(said, "周科")[0].button("受理"))
        said = await town.presses("周科", to(said, "周科")[-1].button("更多操作"))
        await town.presses("周科", to(said, "周科")[-1].button("并案"))
        await town.says("赵总", "我的诉求")
        await town.presses("赵总", f"1.q_show.q{PAST + 1}.1")
    await standing_on_an_index(town, seen)


async def test_the_rates(town: Town) -> None:
    rules = load_rules(RULES_FILE)
    period = RatePeriod(since=NOVEMBER, until=START, now=START, rules=rules, calendar=Calendar(rules.office_hours))
    await town.database.run(lived)
    with asked() as seen:
        await town.database.run(lambda session: rates(session, [1], period))
    await standing_on_an_index(town, seen)


async def test_the_morning_s_digest(town: Town) -> None:
    await town.database.run(lived)
    await town.deadlines.begin()
    with asked() as seen:
        await town.waits_until(START.replace(day=30, hour=8, minute=31))
    await standing_on_an_index(town, seen)


async def ask(town: Town) -> list[Said]:
    """赵总 asks 市生态环境局; what is said last."""
    await town.says("赵总", "码上问")
    said = await town.says("赵总", "危险废物贮存间要扩建，需要什么手续？")
    said = await town.presses("赵总", said[-1].button("跳过"))
    said = await town.presses("赵总", said[-1].button("市生态环境局"))
    return await town.presses("赵总", said[-1].button("提交"))
