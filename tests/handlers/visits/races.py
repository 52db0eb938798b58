"""Races of two people about one visit: how each comes about, and what must hold whoever is first."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.register.people import Appointment, Role
from models.register.rules import Kind
from models.visits.states import State
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at
from tests.town import Said, Town, to

Deed = Callable[[Town], Coroutine[Any, Any, list[Said]]]
CHECKED_IN, RED, GREEN = ("check_in", "scan"), "verdict-red", "verdict-green"


@dataclass(frozen=True)
class Won:
    """What holds where one side was first: the state, what the ledger has, and what the other side hears (the key of
    the message to `hears`, and words of it).
    """

    state: State
    ledger: tuple[str, ...]
    hears: str
    key: str = "refused"
    words: str = ""


@dataclass(frozen=True)
class Race:
    """Two deeds; `if_first` and `if_second` say what holds where one or the other is first."""

    first: Deed
    second: Deed
    if_first: Won
    if_second: Won


def _presses(who: str, data: str) -> Deed:
    return lambda town: town.presses(who, data)


def _says(who: str, text: str) -> Deed:
    return lambda town: town.says(who, text)


def _scans(who: str, text: str) -> Deed:
    return lambda town: town.scans(who, text)


async def _begin(town: Town, who: str, verb: str, *answers: str) -> None:
    """Somebody begins a talk about the visit and answers all but its last question."""
    visit = await town.visit()
    await town.presses(who, f"1.{verb}.v{visit.id}.{visit.revision}")
    for text in answers:
        await town.says(who, text)


async def _withdraw(town: Town) -> Deed:
    """王工 is asked for his reason; his next words withdraw the visit."""
    await _begin(town, "王工", "withdraw")
    return _says("王工", "临时有事")


async def _revoke(town: Town) -> Deed:
    """何督查 too."""
    await _begin(town, "何督查", "revoke")
    return _says("何督查", "依据不足")


ENTERPRISE = frozenset({"赵总", "钱副总", "小陈"})


def _lost(state: State, verb: str, loser: str, winner: str, *, in_a_talk: bool = False) -> Won:
    """The one was first; the other hears who it was, and of the enterprise's people that it was one of them."""
    named = "企业管理员" if winner in ENTERPRISE and loser not in ENTERPRISE else winner
    return Won(state, (verb,), loser, "talk-over" if in_a_talk else "refused", f"经手：{named}")


async def _approve_or_withdraw(town: Town) -> Race:
    said = await story.requested(town)
    return Race(
        _presses("李局", to(said, "李局")[0].button("批准")),
        await _withdraw(town),
        _lost(State.ASKED, "approve", "王工", "李局", in_a_talk=True),
        _lost(State.WITHDRAWN, "withdraw", "李局", "王工"),
    )


async def _two_approvers(town: Town) -> Race:
    said = await story.requested(town)
    return Race(
        _presses("李局", to(said, "李局")[0].button("批准")),
        _presses("孙工", to(said, "孙工")[0].button("批准")),
        _lost(State.ASKED, "approve", "孙工", "李局"),
        _lost(State.ASKED, "approve", "李局", "孙工"),
    )


async def _approve_or_reject(town: Town) -> Race:
    said = await story.requested(town)
    await _begin(town, "孙工", "reject")
    return Race(
        _presses("李局", to(said, "李局")[0].button("批准")),
        _says("孙工", "手续不全"),
        _lost(State.ASKED, "approve", "孙工", "李局", in_a_talk=True),
        _lost(State.REJECTED, "reject", "李局", "孙工"),
    )


async def _two_admins(town: Town) -> Race:
    said = await story.asked(town)
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("同意")),
        _presses("钱副总", to(said, "钱副总")[0].button("同意")),
        _lost(State.AGREED, "agree", "钱副总", "赵总"),
        _lost(State.AGREED, "agree", "赵总", "钱副总"),
    )


async def _a_double_tap(town: Town) -> Race:
    said = await story.asked(town)
    agree = _presses("赵总", to(said, "赵总")[0].button("同意"))
    once = _lost(State.AGREED, "agree", "赵总", "赵总")
    return Race(agree, agree, once, once)


async def _agree_or_decline(town: Town) -> Race:
    said = await story.asked(town)
    await _begin(town, "钱副总", "decline")
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("同意")),
        _says("钱副总", "刚检查过"),
        _lost(State.AGREED, "agree", "钱副总", "赵总", in_a_talk=True),
        _lost(State.OBJECTED, "object", "赵总", "钱副总"),
    )


async def _agree_or_postpone(town: Town) -> Race:
    said = await story.asked(town)
    await _begin(town, "钱副总", "postpone", "12月8日 9:00-11:00")
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("同意")),
        _says("钱副总", "正在盘点"),
        _lost(State.AGREED, "agree", "钱副总", "赵总", in_a_talk=True),
        _lost(State.MOVING, "postpone", "赵总", "钱副总"),
    )


async def _agree_or_withdraw(town: Town) -> Race:
    said = await story.asked(town)
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("同意")),
        await _withdraw(town),
        _lost(State.AGREED, "agree", "王工", "赵总", in_a_talk=True),
        _lost(State.WITHDRAWN, "withdraw", "赵总", "王工"),
    )


async def _accept_or_revoke(town: Town) -> Race:
    said = await story.moving(town)
    return Race(
        _presses("王工", story.last(said, "王工").button("接受")),
        await _revoke(town),
        _lost(State.AGREED, "accept", "何督查", "王工", in_a_talk=True),
        _lost(State.REVOKED, "revoke", "王工", "何督查"),
    )


async def _overrule_or_withdraw(town: Town) -> Race:
    said = await story.objected(town)
    return Race(
        _presses("何督查", story.last(said, "何督查").button("驳回异议")),
        await _withdraw(town),
        _lost(State.AGREED, "overrule", "王工", "何督查", in_a_talk=True),
        _lost(State.WITHDRAWN, "withdraw", "何督查", "王工"),
    )


async def _scan_or_revoke(town: Town) -> Race:
    await story.agreed(town, Kind.SURVEY)
    town.clock.moment = at(3, 14, 20)
    return Race(
        _scans("王工", await town.sign()),
        await _revoke(town),
        Won(State.UNDER_WAY, CHECKED_IN, "何督查", "talk-over", "经手：王工"),
        Won(State.REVOKED, ("revoke", "scan"), "王工", RED, "撤销"),
    )


async def _scan_or_withdraw(town: Town) -> Race:
    await story.agreed(town, Kind.SURVEY)
    town.clock.moment = at(3, 14, 20)
    return Race(
        _scans("周科", await town.sign()),
        await _withdraw(town),
        Won(State.UNDER_WAY, CHECKED_IN, "王工", "talk-over", "经手：周科"),
        Won(State.WITHDRAWN, ("withdraw", "scan"), "周科", RED, "撤回"),
    )


async def _scan_or_renamed(town: Town) -> Race:
    """王工 leaves 周科 at home, who stands at the gate."""
    await story.agreed(town, Kind.SURVEY)
    town.clock.moment = at(3, 14, 20)
    await _begin(town, "王工", "visitors")
    return Race(
        _scans("周科", await town.sign()),
        _says("王工", "王工"),
        Won(State.UNDER_WAY, CHECKED_IN, "王工", "talk-over", "经手：周科"),
        Won(State.AGREED, ("change_visitors", "scan"), "周科", RED, "来访名单里没有此人"),
    )


async def _scan_or_admitted(town: Town) -> Race:
    """小陈 lets 王工 in while he scans the sign: one check-in."""
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)
    shown = await town.scans("小陈", f"p_{(await town.pass_of('王工')).code}")
    return Race(
        _scans("王工", await town.sign()),
        _presses("小陈", shown[0].button("放行")),
        Won(State.UNDER_WAY, CHECKED_IN, "小陈", "refused", "王工"),
        Won(State.UNDER_WAY, CHECKED_IN, "王工", GREEN),
    )


async def _two_scans(town: Town) -> Race:
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)
    sign = await town.sign()
    return Race(
        _scans("王工", sign),
        _scans("周科", sign),
        Won(State.UNDER_WAY, CHECKED_IN * 2, "周科", GREEN),
        Won(State.UNDER_WAY, CHECKED_IN * 2, "王工", GREEN),
    )


async def _one_scans_twice(town: Town) -> Race:
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)
    scans = _scans("王工", await town.sign())
    once = Won(State.UNDER_WAY, (*CHECKED_IN, "scan"), "王工", GREEN)
    return Race(scans, scans, once, once)


async def _two_leave(town: Town) -> Race:
    said = await story.under_way(town)
    said += await town.scans("周科", await town.sign())
    return Race(
        _presses("王工", to(said, "王工")[0].button("离企")),
        _presses("周科", to(said, "周科")[0].button("离企")),
        Won(State.ENDED, ("check_out",) * 2, "周科", "left-done"),
        Won(State.ENDED, ("check_out",) * 2, "王工", "left-done"),
    )


async def _leave_or_revoke(town: Town) -> Race:
    said = await story.under_way(town, Kind.SURVEY, ("王工",))
    return Race(
        _presses("王工", to(said, "王工")[0].button("离企")),
        await _revoke(town),
        _lost(State.ENDED, "check_out", "何督查", "王工", in_a_talk=True),
        _lost(State.ENDED, "revoke", "王工", "何督查"),
    )


async def _taken_back_or_disputed(town: Town) -> Race:
    said = await story.under_way(town, Kind.SURVEY, ("王工",))
    return Race(
        _presses("王工", to(said, "王工")[0].button("扫错了")),
        _presses("赵总", to(said, "赵总")[0].button("没有人来")),
        _lost(State.AGREED, "take_back", "赵总", "王工"),
        _lost(State.AGREED, "nobody_came", "王工", "赵总"),
    )


async def _disputed_or_left(town: Town) -> Race:
    said = await story.under_way(town, Kind.SURVEY, ("王工",))
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("没有人来")),
        _presses("王工", to(said, "王工")[0].button("离企")),
        Won(State.AGREED, ("nobody_came",), "王工"),
        _lost(State.ENDED, "check_out", "赵总", "王工"),
    )


async def _two_sheets(town: Town) -> Race:
    said = await story.ended(town)
    good = _presses("赵总", to(said, "赵总")[0].button("非常满意"))
    bad = _presses("钱副总", to(said, "钱副总")[0].button("非常不满意"))
    worse, other = ("rate", "rate", "rated_badly"), ("rate", "rated_badly", "rate")  # a colleague's ends nothing
    return Race(good, bad, Won(State.ENDED, worse, "钱副总", "rated-badly"), Won(State.ENDED, other, "赵总", "rated"))


RACES: dict[str, Callable[[Town], Awaitable[Race]]] = {
    "approve or withdraw": _approve_or_withdraw,
    "two approvers": _two_approvers,
    "approve or reject": _approve_or_reject,
    "two admins": _two_admins,
    "a double tap": _a_double_tap,
    "agree or decline": _agree_or_decline,
    "agree or postpone": _agree_or_postpone,
    "agree or withdraw": _agree_or_withdraw,
    "accept or revoke": _accept_or_revoke,
    "overrule or withdraw": _overrule_or_withdraw,
    "scan or revoke": _scan_or_revoke,
    "scan or withdraw": _scan_or_withdraw,
    "scan or renamed": _scan_or_renamed,
    "scan or admitted": _scan_or_admitted,
    "two scans": _two_scans,
    "one scans twice": _one_scans_twice,
    "two leave": _two_leave,
    "leave or revoke": _leave_or_revoke,
    "taken back or disputed": _taken_back_or_disputed,
    "disputed or left": _disputed_or_left,
    "two sheets": _two_sheets,
}


def a_second_head(session: Session) -> None:
    """孙工 may approve for 市生态环境局 too."""
    session.add(Appointment(person_id=NUMBERS["孙工"], role=Role.APPROVER, department_id=1))
