"""A visit brought to any point of its story: the actions are the real ones, talks are skipped where only their
command matters.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.settings import WeComSettings
from bot.demo.seed import read_people
from bot.postbox import Postbox
from bot.render import Renderer
from bot.stores import Files, Token
from handlers.ratings.commands import AppealRating, NoteContact
from handlers.talking.conversing import PERFORM
from handlers.turn import Turn
from handlers.visits.commands import ChangeVisitors, DeclineVisit, ProposeDay, RequestVisit, ServeNotice
from jobs.deliver import Courier
from models.ground import tenures
from models.ground.database import Database
from models.ground.messages import Act, Channel, Class, Incoming
from models.post import outbox
from models.post.outbox_table import Row
from models.register.notices import find_calendar
from models.register.people import Identity, Person
from models.register.rules import Kind, Rules, load_rules
from models.schema import metadata
from models.time.moments import CST
from models.time.workdays import Calendar
from models.visits.states import PartState, Side, State
from models.visits.visits import Part, Visit, load
from tests.town import FONTS, RULES, WORDS, Said, Town, to
from tests.verbs import LETTERS, ONE_TAP

T = TypeVar("T")

Arrive = Callable[..., Awaitable[list[Said]]]  # how a visit gets to a point of its story

NUMBERS = {person["name"]: number for number, person in enumerate(read_people()["people"], 1)}
RULES_IN_FORCE: Rules = load_rules(RULES)
CALENDAR = Calendar(RULES_IN_FORCE.office_hours)
MACHINERY = {"inbox", "outbox", "shown", "drafts", "tenures", "tokens", "clock_offset"}
MACHINERY |= {"files", "file_chunks", "platform_files"}
TEAM = ("王工", "周科")
VERBS = ONE_TAP


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of December 2026."""
    return datetime(2026, 12, day, hour, minute, tzinfo=CST)


def friday(hour: int, minute: int = 0) -> datetime:
    """A moment of 27 November 2026, the day on which the story begins."""
    return datetime(2026, 11, 27, hour, minute, tzinfo=CST)


START, END = at(3, 14, 30), at(3, 16, 30)  # the window asked for, on a Thursday
MONDAY, TUESDAY, WEDNESDAY = at(7, 14, 30), at(8, 14, 30), at(9, 14, 30)  # the days put on the table, one after another


def held_rows(session: Session) -> list[Row]:
    """All that is open to be sent, as senders who begin now take it."""
    claimed = [
        each
        for channel in (Channel.TELEGRAM, Channel.WECOM)
        for tenure in [tenures.begin(session, tenures.SENDER + channel, "", 0.0)]
        for urgency in Class
        for each in outbox.claim(session, channel, urgency, tenure, 1.0, 99)
    ]
    return [row for each in claimed for row in each.rows]


def button_of(verb: str, subject: int = 1, revision: int = 4) -> str:
    """The data of a button as the first version had it, which stands in chats for good."""
    return f"1.{verb}.{LETTERS[verb]}{subject}.{revision}"


async def perform(town: Town, who: str, command: object) -> list[Said]:
    """Carries a command out as a talk would; raises its Refusal, with nothing changed."""
    return await does(town, who, lambda turn: PERFORM[type(command)](turn, command))


async def does(town: Town, who: str, act: Callable[[Turn], None]) -> list[Said]:
    """Somebody acts in a turn of his own; what is said because of it."""
    channel, account = town.accounts[who]
    incoming = Incoming(channel=channel, event="", account=account, act=Act.TEXT)
    postbox = _postbox(town.database)

    def turn_of(session: Session) -> None:
        turn = a_turn(session, who, town.clock.moment)
        with session.begin_nested():
            act(turn)
        postbox.post(session, turn.said, turn.now, incoming)

    await town.database.run(turn_of)
    return await town.news()


def a_turn(session: Session, who: str, now: datetime) -> Turn:
    """A turn of one of the demo's people."""
    person = session.scalars(select(Person).where(Person.name == who)).one()
    return Turn(
        session=session,
        now=now,
        rules=RULES_IN_FORCE,
        calendar=find_calendar(session, RULES_IN_FORCE.office_hours),
        words=partial(WORDS.say, person.locale),
        person=person,
        channel=person.channel or person.identities[0].channel,
    )


def _postbox(database: Database) -> Postbox:
    store = Files(database)
    channels: tuple[Any, ...] = (
        TelegramChannel(TelegramSettings(token="100:demo"), store),
        WeComChannel(
            WeComSettings(
                "wwdemo", 1, "s", "t", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "http://127.0.0.1:1", ""
            ),
            store,
            Token(database, Channel.WECOM),
        ),
    )
    renderer = Renderer(WORDS, FONTS, "https://fuma.example", database)
    return Postbox(renderer, {each.channel: Courier(database, each, renderer) for each in channels}, "zh-CN")


# The story


def request_for(kind: Kind = Kind.ROUTINE, team: tuple[str, ...] = TEAM, start: datetime = START) -> RequestVisit:
    """What 王工 asks for: 雁北示例机械 on Thursday 3 December, 14:30 to 16:30."""
    return RequestVisit(
        kind=kind,
        enterprise=1,
        start=start,
        end=start + timedelta(hours=2),
        matters=("大气污染防治设施运行",),
        matter_words="重点看台账",
        materials="近三个月监测记录",
        legal_basis="《大气污染防治法》第二十九条" if kind is Kind.ROUTINE else "",
        visitors=tuple(NUMBERS[name] for name in team),
        slip=None,
    )


async def requested(town: Town, kind: Kind = Kind.ROUTINE, team: tuple[str, ...] = TEAM) -> list[Said]:
    """王工 has asked for a visit."""
    return await perform(town, "王工", request_for(kind, team))


async def asked(town: Town, kind: Kind = Kind.ROUTINE, team: tuple[str, ...] = TEAM) -> list[Said]:
    """李局 has approved it."""
    said = await requested(town, kind, team)
    return await town.presses("李局", to(said, "李局")[0].button("批准"))


async def agreed(town: Town, kind: Kind = Kind.ROUTINE, team: tuple[str, ...] = TEAM) -> list[Said]:
    """赵总 has agreed."""
    said = await asked(town, kind, team)
    return await town.presses("赵总", to(said, "赵总")[0].button("同意"))


async def moving(town: Town, day: datetime = MONDAY, kind: Kind = Kind.ROUTINE) -> list[Said]:
    """赵总 has asked for another day."""
    await asked(town, kind)
    return await postpones(town, day)


async def countered(town: Town, day: datetime = TUESDAY) -> list[Said]:
    """王工 has answered with still another day."""
    await moving(town)
    return await counters(town, day)


async def last_day_named(town: Town, day: datetime = WEDNESDAY) -> list[Said]:
    """赵总 has named a last day."""
    await countered(town)
    return await counters(town, day, who="赵总")


async def objected(town: Town, kind: Kind = Kind.ROUTINE) -> list[Said]:
    """赵总 has declined an inspection."""
    await asked(town, kind)
    return await declines(town)


async def under_way(town: Town, kind: Kind = Kind.ROUTINE, team: tuple[str, ...] = TEAM) -> list[Said]:
    """王工 has checked in at 14:20."""
    await agreed(town, kind, team)
    town.clock.moment = at(3, 14, 20)
    return await town.scans("王工", await town.sign())


async def ended(town: Town, kind: Kind = Kind.SURVEY) -> list[Said]:
    """王工, who came alone, has left at 15:30; the last are his question and what the enterprise is told."""
    said = await under_way(town, kind, ("王工",) if kind is Kind.SURVEY else TEAM)
    town.clock.moment = at(3, 15, 30)
    return await town.presses("王工", to(said, "王工")[0].button("离企"))


async def lose_everybody(town: Town) -> None:
    """No platform reaches 赵总 or 钱副总."""
    lost = [NUMBERS["赵总"], NUMBERS["钱副总"]]
    out_of_reach = update(Identity).where(Identity.person_id.in_(lost)).values(reachable=False)
    await town.database.run(lambda session: session.execute(out_of_reach))


async def unheard(town: Town, kind: Kind = Kind.ROUTINE) -> list[Said]:
    """李局 has approved, and nobody of the enterprise can be asked."""
    await lose_everybody(town)
    return await asked(town, kind)


async def out_of_reach(town: Town) -> list[Said]:
    """So it has been for five working days."""
    await unheard(town)
    return await town.waits_until(at(4, 17, 30))


async def served(town: Town) -> list[Said]:
    """王工 has served a notice for Tuesday."""
    await out_of_reach(town)
    command = ServeNotice(visit=1, digest="d" * 64, name="通知.pdf", start=TUESDAY, end=TUESDAY + timedelta(hours=2))
    return await perform(town, "王工", command)


async def rated_badly(town: Town, kind: Kind = Kind.SURVEY) -> list[Said]:
    """赵总 isn't satisfied."""
    return await town.presses("赵总", last(await ended(town, kind), "赵总").button("不满意"))


async def contacted(town: Town, kind: Kind = Kind.SURVEY) -> list[Said]:
    """何督查 has contacted him."""
    await rated_badly(town, kind)
    return await perform(town, "何督查", NoteContact(follow_up=1, words="等了一上午"))


async def consented(town: Town, kind: Kind = Kind.SURVEY) -> list[Said]:
    """赵总 lets the department be told: on Friday at half past eight."""
    said = await contacted(town, kind)
    return await town.presses("赵总", last(said, "赵总").button("同意告知"))


async def named(town: Town, kind: Kind = Kind.SURVEY) -> list[Said]:
    """The department has been told."""
    await consented(town, kind)
    return await town.waits_until(at(4, 8, 30))


async def appealed(town: Town, kind: Kind = Kind.SURVEY) -> list[Said]:
    """李局 holds the rating to be wrong."""
    await named(town, kind)
    return await perform(town, "李局", AppealRating(follow_up=1, reason="与事实不符"))


async def postpones(town: Town, day: datetime, *, who: str = "赵总", reason: str = "正在盘点") -> list[Said]:
    """The enterprise asks for another day."""
    return await _proposes(town, who, Side.ENTERPRISE, day, reason)


async def counters(town: Town, day: datetime, *, who: str = "王工") -> list[Said]:
    """One side answers with still another day."""
    return await _proposes(town, who, Side.OFFICIAL if who == "王工" else Side.ENTERPRISE, day, "")


async def _proposes(town: Town, who: str, side: Side, day: datetime, reason: str) -> list[Said]:
    visit = await town.visit()
    command = ProposeDay(
        visit=visit.id, revision=visit.revision, side=side, start=day, end=day + timedelta(hours=2), reason=reason
    )
    return await perform(town, who, command)


async def declines(town: Town, who: str = "赵总", reason: str = "刚检查过") -> list[Said]:
    """The enterprise says no."""
    visit = await town.visit()
    return await perform(town, who, DeclineVisit(visit=visit.id, revision=visit.revision, reason=reason))


async def renames(town: Town, *team: str) -> list[Said]:
    """王工 names these people instead."""
    visit = await town.visit()
    people = tuple(NUMBERS[name] for name in team)
    return await perform(town, "王工", ChangeVisitors(visit=visit.id, revision=visit.revision, visitors=people))


# Looking


def dump(session: Session, *, without: frozenset[str] = frozenset()) -> dict[str, list[Any]]:
    """Every row of the business, the ledger included."""
    session.flush()
    tables = [table for table in metadata.sorted_tables if table.name not in MACHINERY | without]
    return {
        table.name: [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key.columns))]
        for table in tables
    }


async def everything(town: Town) -> dict[str, list[Any]]:
    """Every row of the business now."""
    return await town.look(dump)


def last(said: list[Said], who: str) -> Said:
    """The newest message to somebody, edits of earlier ones left out."""
    return [one for one in to(said, who) if not one.edit][-1]


def told(said: list[Said]) -> dict[str, list[str]]:
    """Who got which messages, edits of earlier ones left out."""
    found: dict[str, list[str]] = {}
    for one in said:
        if not one.edit:
            found.setdefault(one.who, []).append(one.key)
    return found


def refusal_of(said: list[Said]) -> str:
    """The code of the refusal, the only thing that was said."""
    (one,) = said
    assert one.key == "refused"
    code: str = one.message.fields["why"]["$word"]
    return code.removeprefix("refusal-")


async def change_row(town: Town, what: type[T], number: int, **values: Any) -> None:
    """Sets columns of a row behind everybody's back."""

    def put(session: Session) -> None:
        row = session.get_one(what, number)
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()

    await town.database.run(put)


async def put_into(town: Town, state: State, **values: Any) -> Visit:
    """Puts the visit into a state from which something is to be tried; what is requested waits for its heads."""
    visit = await town.visit()
    if state is State.REQUESTED:
        for part in visit.parts:
            await change_row(town, Part, part.id, state=PartState.REQUESTED)
    await change_row(town, Visit, visit.id, state=state, **values)
    return await town.look(lambda session: load(session, visit.id) or visit)
