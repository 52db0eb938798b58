"""From what a turn said to the outbox: where it goes, in which order, and what is changed."""

from dataclasses import replace
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.demo.stage import START
from bot.postbox import Postbox
from bot.render import Renderer
from jobs.deliver import Courier
from models.ground.database import Database
from models.ground.messages import NOBODY, Change, Channel, Class, Group, Message, message_from_json, message_to_json
from models.post import outbox
from models.post.outbox_table import Row
from models.register.people import Identity, Person
from tests.bot.events import typed
from tests.jobs.platform import Platform
from tests.town import FONTS, WORDS

BOTH = (Channel.TELEGRAM, Channel.WECOM)


def courier_on(database: Database, channel: Channel, *, active: bool = True) -> Courier:
    """A courier that is not at work yet, but has its channel."""
    courier = Courier(database, Platform(channel=channel), renderer_on(database))
    set_active(courier, active=active)
    return courier


def set_active(courier: Courier, *, active: bool) -> None:
    """As if it had begun to deliver its channel, or had ended."""
    courier.tenure.number = courier._number = 1 if active else None


def renderer_on(database: Database) -> Renderer:
    return Renderer(WORDS, FONTS, "https://fuma.example", database)


def person(session: Session, name: str, *accounts: tuple[Channel, str], **values: object) -> int:
    """Somebody with these accounts."""
    identities = [Identity(channel=channel, account=account) for channel, account in accounts]
    session.add(somebody := Person(name=name, identities=identities, **values))
    session.flush()
    return somebody.id


def said(to: int, number: int = 1, urgency: Class = Class.NOTICE, about: str | None = None) -> Message:
    """Something said to somebody."""
    return Message(to=to, key="turn-failed", fields={"number": number}, urgency=urgency, about=about)


async def places(database: Database) -> list[tuple[str, str]]:
    columns = (outbox.outbox.c.channel, outbox.outbox.c.account)
    rows = select(*columns).order_by(outbox.outbox.c.id)
    return [(row[0], row[1]) for row in await database.read(lambda session: session.execute(rows).all())]


async def test_a_notice_goes_where_somebody_wrote_last_and_a_reply_where_he_writes(sqlite_database: Database) -> None:
    postbox = Postbox(renderer_on(sqlite_database), {each: courier_on(sqlite_database, each) for each in BOTH}, "zh-CN")

    def turn(session: Session) -> list[Row]:
        accounts = ((Channel.TELEGRAM, "7001"), (Channel.WECOM, "zhao"))
        zhao = person(session, "赵总", *accounts, channel=Channel.WECOM)
        return postbox.post(session, [said(zhao), said(zhao, urgency=Class.REPLY)], START, typed("7001", "u1"))

    rows = await sqlite_database.run(turn)
    assert await places(sqlite_database) == [("wecom", "zhao"), ("telegram", "7001")]
    assert all(row.calls for row in rows), "what needs no drawing is put into words at once"


async def test_a_notice_takes_the_channel_that_is_on_and_one_nobody_gets_is_logged_without_a_name(
    sqlite_database: Database,
) -> None:
    couriers = {Channel.TELEGRAM: courier_on(sqlite_database, Channel.TELEGRAM)}
    postbox = Postbox(renderer_on(sqlite_database), couriers, "zh-CN")

    def turn(session: Session) -> list[Row]:
        zhao = person(session, "赵总", (Channel.WECOM, "zhao"), (Channel.TELEGRAM, "7001"), channel=Channel.WECOM)
        wang = person(session, "王工", (Channel.WECOM, "wang"))
        return postbox.post(session, [said(zhao), said(wang), said(0)], START, None)

    with capture_logs() as logs:
        await sqlite_database.run(turn)
    assert await places(sqlite_database) == [("telegram", "7001"), ("wecom", "wang")]
    states = await sqlite_database.read(lambda session: session.scalars(select(outbox.outbox.c.state)).all())
    assert states == ["open", "missed"], "what 王工 missed is kept until he can be reached"
    assert [line["event"] for line in logs] == ["outbox.nobody_reachable"] * 2
    assert "王工" not in str(logs)


async def test_what_stands_behind_an_older_row_of_somebody_elses_is_not_handed_over(sqlite_database: Database) -> None:
    courier = courier_on(sqlite_database, Channel.TELEGRAM)
    postbox = Postbox(renderer_on(sqlite_database), {Channel.TELEGRAM: courier}, "zh-CN")

    def turn(session: Session) -> list[int]:
        zhao = person(session, "赵总", (Channel.TELEGRAM, "7001"))
        handed = []
        for active in (False, True):
            set_active(courier, active=active)
            handed.append(len(postbox.post(session, [said(zhao)], START, None)))
        return handed

    assert await sqlite_database.run(turn) == [0, 0]


async def test_a_change_reaches_every_message_about_its_subject_or_one_persons_alone(sqlite_database: Database) -> None:
    postbox = Postbox(renderer_on(sqlite_database), {each: courier_on(sqlite_database, each) for each in BOTH}, "zh-CN")

    def turn(session: Session) -> list[tuple[int, ...]]:
        zhao = person(session, "赵总", (Channel.TELEGRAM, "7001"))
        qian = person(session, "钱副总", (Channel.WECOM, "qian"))
        first, second = postbox.post(
            session,
            [said(zhao, about="visit.1"), said(qian, about="visit.1"), said(qian, about="visit.2")],
            START,
            None,
        )[:2]
        change = Change(about="visit.1", key="turn-failed", fields={"number": 2})
        everybody = postbox.post(session, [change], START, None)
        alone = postbox.post(session, [replace(change, to=qian)], START, None)
        assert {row.of for row in everybody} == {first.id, second.id}
        return [tuple(row.of or 0 for row in alone), (second.id,)]

    changed, meant = await sqlite_database.run(turn)
    assert changed == meant


async def test_what_a_group_is_told_goes_to_the_group_on_its_channel_or_nowhere(sqlite_database: Database) -> None:
    line = Message(to=NOBODY, group=Group(Channel.WECOM, "wr1"), key="digest-nothing", urgency=Class.NOTICE)
    assert message_from_json(message_to_json(line)) == line
    for on in (BOTH, (Channel.TELEGRAM,)):
        postbox = Postbox(
            renderer_on(sqlite_database), {each: courier_on(sqlite_database, each) for each in on}, "zh-CN"
        )
        with capture_logs() as logs:
            await sqlite_database.run(partial(postbox.post, said=[line], now=START, incoming=None))
        assert [log["event"] for log in logs] == ([] if on == BOTH else ["outbox.nobody_reachable"])
    assert await places(sqlite_database) == [("wecom", "#wr1")]
