"""A story for each talk: how things came to it, and how somebody goes through it, in either language and channel."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.register.people import Identity
from models.time.moments import CST
from tests.handlers.inquiries.stories import INQUIRY_STORIES
from tests.handlers.talking.telling import Story, Teller

ADMINS_OF_YANBEI = (4, 5)  # 赵总 and 钱副总


# How things come to a talk


async def nothing_yet(_teller: Teller) -> None:
    """A new day."""


async def surveyed(teller: Teller) -> None:
    """赵总 agreed to a visit of 王工 alone, on Thursday 3 December, 14:30 to 16:30."""
    await teller.says("王工", "/visit")
    await teller.presses("王工", "survey")
    for answer in ("雁北", "2026-12-03 14:30-16:30", "1"):
        await teller.says("王工", answer)
    await teller.presses("王工", "-")
    await teller.presses("王工", "-")
    await teller.says("王工", "王工")
    await teller.sends("王工")
    await teller.presses("王工", "yes")
    await teller.presses("李局", "approve")
    await teller.presses("赵总", "agree")


async def requested(teller: Teller) -> None:
    """王工 asks for an inspection on Thursday 3 December, 14:30 to 16:30."""
    await teller.says("王工", "/visit")
    await teller.presses("王工", "routine")
    for answer in ("雁北", "2026-12-03 14:30-16:30", "1"):
        await teller.says("王工", answer)
    await teller.presses("王工", "-")
    await teller.presses("王工", "-")
    await teller.says("王工", "《大气污染防治法》第二十九条")
    await teller.says("王工", "王工、周科")
    await teller.sends("王工")
    await teller.presses("王工", "yes")


async def asked(teller: Teller) -> None:
    """李局 approved it."""
    await requested(teller)
    await teller.presses("李局", "approve")


async def agreed(teller: Teller) -> None:
    """赵总 agreed."""
    await asked(teller)
    await teller.presses("赵总", "agree")


async def moving(teller: Teller) -> None:
    """赵总 proposes Friday 4 December instead."""
    await asked(teller)
    await teller.presses("赵总", "postpone")
    await teller.says("赵总", "2026-12-04 9:00-11:00")
    await teller.presses("赵总", "postpone-stocktaking")


async def supervised(teller: Teller) -> None:
    """何督查 has the visits of his region on the screen."""
    await agreed(teller)
    await teller.says("何督查", "/visits")


async def at_the_gate(teller: Teller) -> None:
    """王工 stands at the gate with his pass."""
    await agreed(teller)
    teller.town.clock.move(timedelta(days=6, hours=5, minutes=20))
    number = (await teller.town.pass_of("王工")).number
    teller.masks |= {number: "<number>", f"{number[:3]} {number[3:]}": "<number>"}


async def inside(teller: Teller) -> None:
    """Both officers have come in, and 周科 has left."""
    await at_the_gate(teller)
    for who in ("王工", "周科"):
        teller.told[who] += [one for one in await teller.town.scans(who, await teller.town.sign()) if one.who == who]
    await teller.presses("周科", "leave")


async def left(teller: Teller) -> None:
    """王工 has left too."""
    await inside(teller)
    await teller.presses("王工", "leave")


async def unreached(teller: Teller) -> None:
    """Nobody of 雁北示例机械 could be reached for five working days, and the day asked for has passed."""

    def nobody(session: Session) -> None:
        session.execute(update(Identity).where(Identity.person_id.in_(ADMINS_OF_YANBEI)).values(reachable=False))

    await teller.town.database.run(nobody)
    await asked(teller)
    for one in await teller.town.waits_until(datetime(2026, 12, 4, 17, 30, tzinfo=CST)):
        teller.told.setdefault(one.who, []).append(one)


async def served(teller: Teller) -> None:
    """王工 has served a notice for Tuesday 8 December."""
    await unreached(teller)
    await teller.presses("王工", "serve")
    await teller.sends("王工")
    await teller.says("王工", "12月8日 14:30-16:30")


async def rated_badly(teller: Teller) -> None:
    """赵总 isn't satisfied."""
    await left(teller)
    await teller.presses("赵总", "rate2")


async def named(teller: Teller) -> None:
    """何督查 has contacted 赵总, who lets the department be told."""
    await rated_badly(teller)
    await teller.presses("何督查", "rating_contact")
    await teller.presses("何督查", "-")
    await teller.presses("赵总", "rating_consent")
    for one in await teller.town.waits_until(datetime(2026, 12, 4, 8, 30, tzinfo=CST)):
        teller.told.setdefault(one.who, []).append(one)


async def appealed(teller: Teller) -> None:
    """李局 appeals."""
    await named(teller)
    await teller.presses("李局", "rating_appeal")
    await teller.presses("李局", "appeal-by-the-law")


# The talks


async def ask_for_a_visit(teller: Teller) -> None:
    await teller.says("王工", "访企预约", "ask for a visit")
    await teller.presses("王工", "routine")
    await teller.says("王工", "雁", "雁")
    await teller.says("王工", "1")
    await teller.says("王工", "昨天", "yesterday")
    await teller.says("王工", "下周四", "next Thursday")
    await teller.says("王工", "下午", "in the afternoon")
    await teller.says("王工", "１４：３０－１６：３０", "2:30-4:30pm")
    await teller.says("王工", "1、3", "1, 3")
    await teller.says("王工", "重点看危废台账", "mainly the waste records")
    await teller.says("王工", "上一步", "back")
    await teller.presses("王工", "-")
    await teller.says("王工", "近三个月台账", "the records of three months")
    await teller.says("王工", "《大气污染防治法》第二十九条", "Air Pollution Law, article 29")
    await teller.says("王工", "王工")
    await teller.says("王工", "王工和周科", "王工, 周科")
    await teller.says("王工", "好了", "done")
    await teller.sends("王工", problem="file-wrong-kind")
    await teller.sends("王工")
    await teller.says("王工", "确认提交", "yes")


async def reject_it(teller: Teller) -> None:
    await teller.presses("李局", "reject")
    await teller.says("李局", "手续还差一份委托书", "the mandate is missing")


async def decline_it(teller: Teller) -> None:
    await teller.presses("赵总", "decline")
    await teller.says("赵总", "   ")
    await teller.presses("赵总", "decline-busy")


async def postpone_it(teller: Teller) -> None:
    await teller.presses("赵总", "postpone")
    await teller.says("赵总", "明年", "next year")
    await teller.says("赵总", "2027年3月1日", "1 March 2027")
    await teller.says("赵总", "12月4日", "4 December")
    await teller.says("赵总", "9点到11点", "9-11")
    await teller.presses("赵总", "postpone-stocktaking")


async def counter_it(teller: Teller) -> None:
    await teller.presses("王工", "counter")
    await teller.says("王工", "12月7日 下午2点半到4点半", "7 December 2:30-4:30pm")


async def withdraw_it(teller: Teller) -> None:
    await teller.presses("王工", "withdraw")
    await teller.says("王工", "1")


async def revoke_it(teller: Teller) -> None:
    await teller.presses("何督查", "revoke")
    await teller.presses("何督查", "revoke-not-lawful")


async def name_others(teller: Teller) -> None:
    await teller.presses("王工", "visitors")
    await teller.says("王工", "孙工")
    await teller.says("王工", "王工")
    await teller.says("王工", "周科、王工", "周科, 王工")


async def note_the_outcome(teller: Teller) -> None:
    await teller.presses("王工", "leave")
    await teller.presses("王工", "put_right")
    await teller.says("王工", "危废间标识缺失", "signs are missing at the waste store")
    await teller.presses("王工", "enterprise")
    await teller.says("王工", "补齐危废间标识", "put up the signs")
    await teller.says("王工", "去年", "last year")
    await teller.says("王工", "12月10日", "10 December")
    await teller.presses("王工", "none")


async def rate_it(teller: Teller) -> None:
    await teller.presses("赵总", "sheet")
    await teller.says("赵总", "满意", "good")
    await teller.says("赵总", "1")
    await teller.says("赵总", "1、3", "1, 3")
    await teller.says("赵总", "来得准时👍", "right on time 👍")


async def note_the_contact(teller: Teller) -> None:
    await teller.presses("何督查", "rating_contact")
    await teller.says("何督查", "等了一上午，没有人解释", "waited all morning, nobody explained")


async def note_the_remedy(teller: Teller) -> None:
    await teller.presses("李局", "rating_remedy")
    await teller.says("李局", " ")
    await teller.says("李局", "已当面说明，以后按约定时间到", "explained in person; we will be on time")


async def appeal_against_it(teller: Teller) -> None:
    await teller.presses("李局", "rating_appeal")
    await teller.says("李局", "3")


async def decide_the_appeal(teller: Teller) -> None:
    await teller.presses("何督查", "rating_decide")
    await teller.presses("何督查", "dismissed")
    await teller.says("何督查", "企业说的属实", "what the enterprise says is true")


async def report_pressure(teller: Teller) -> None:
    await teller.says("赵总", "有人干预", "pressured")
    await teller.says("赵总", "1")
    await teller.says("赵总", "什么？", "what?")
    await teller.presses("赵总", "yes")


async def serve_it_on_paper(teller: Teller) -> None:
    await teller.presses("王工", "serve")
    await teller.says("王工", "已经送了", "I have served it")
    await teller.sends("王工", problem="file-too-big")
    await teller.sends("王工")
    await teller.says("王工", "12月8日", "8 December")
    await teller.says("王工", "1")


async def reject_the_notice(teller: Teller) -> None:
    await teller.presses("何督查", "notice_reject")
    await teller.says("何督查", "没有企业盖章", "the stamp is missing")


async def verify_a_number(teller: Teller) -> None:
    number = (await teller.town.pass_of("王工")).number
    await teller.says("小陈", "核验绿码", "verify a pass")
    await teller.says("小陈", "12345")
    await teller.says("小陈", f"{number[:3]} {number[3:]}")


STORIES: dict[str, Story] = {
    "visit.request": Story("王工", nothing_yet, ask_for_a_visit),
    "visit.reject": Story("李局", requested, reject_it),
    "visit.decline": Story("赵总", asked, decline_it),
    "visit.postpone": Story("赵总", asked, postpone_it),
    "visit.counter": Story("王工", moving, counter_it),
    "visit.withdraw": Story("王工", asked, withdraw_it),
    "visit.revoke": Story("何督查", supervised, revoke_it),
    "visit.visitors": Story("王工", surveyed, name_others),
    "visit.outcome": Story("王工", inside, note_the_outcome),
    "visit.rate": Story("赵总", left, rate_it),
    "notice.serve": Story("王工", unreached, serve_it_on_paper),
    "notice.reject": Story("何督查", served, reject_the_notice),
    "rating.contact": Story("何督查", rated_badly, note_the_contact),
    "rating.remedy": Story("李局", named, note_the_remedy),
    "rating.appeal": Story("李局", named, appeal_against_it),
    "rating.decide": Story("何督查", appealed, decide_the_appeal),
    "rating.interference": Story("赵总", rated_badly, report_pressure),
    "pass.verify": Story("小陈", at_the_gate, verify_a_number),
    **INQUIRY_STORIES,
}
