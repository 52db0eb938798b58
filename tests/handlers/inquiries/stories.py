"""A story for each talk about an inquiry: 赵总 asks, 周科 handles it, 孙工 is the other desk, 何督查 places."""

from datetime import timedelta

from tests.handlers.talking.telling import Story, Teller

WORDS = (
    "环保手续办理要多久？我们九月交的材料。",
    "How long do the environmental papers (环保手续) take? We filed in September.",
)


# How things come to a talk


async def asked(teller: Teller) -> None:
    """赵总 asks 市生态环境局, which the words propose."""
    await teller.says("赵总", "/ask")
    await teller.says("赵总", *WORDS)
    await teller.presses("赵总", "-")
    await teller.presses("赵总", "1")
    await teller.presses("赵总", "yes")


async def complained(teller: Teller) -> None:
    """赵总 complains in confidence about 市生态环境局: 何督查 places it."""
    await teller.says("赵总", "/ask")
    await teller.says("赵总", "窗口一直不收材料。", "The counter won't take our papers.")
    await teller.presses("赵总", "-")
    await teller.presses("赵总", "confidence")
    await teller.says("赵总", "生态")
    await teller.presses("赵总", "yes")


async def accepted(teller: Teller) -> None:
    """周科 accepts it."""
    await asked(teller)
    await teller.presses("周科", "q_accept")


async def two_accepted(teller: Teller) -> None:
    """The same is asked once more, and accepted too."""
    await accepted(teller)
    await asked(teller)
    await teller.presses("周科", "q_accept")


async def more(teller: Teller) -> None:
    """周科 looks at what else can be done."""
    await accepted(teller)
    await teller.presses("周科", "q_more")


async def more_of_two(teller: Teller) -> None:
    """周科 looks at what else can be done with the second."""
    await two_accepted(teller)
    await teller.presses("周科", "q_more")


async def waiting(teller: Teller) -> None:
    """周科 asks back."""
    await accepted(teller)
    await teller.presses("周科", "q_ask_back")
    await teller.says("周科", "请补充受理编号。", "Please give us the number of your filing.")


async def helping(teller: Teller) -> None:
    """周科 asks 市应急管理局 to contribute."""
    await more(teller)
    await teller.presses("周科", "q_help")
    await teller.says("周科", "应急")
    await teller.says("周科", "请核实消防验收。", "Please check the fire approval.")
    await teller.says("周科", "2026-12-02")


async def answered(teller: Teller) -> None:
    """周科 answers."""
    await accepted(teller)
    await teller.presses("周科", "q_answer")
    await teller.says("周科", "手续齐全，下周三前发证。", "All is there; you get it by Wednesday.")
    await teller.presses("周科", "-")


async def released(teller: Teller) -> None:
    """周科 lets everybody read it."""
    await answered(teller)
    await teller.presses("周科", "q_release")
    await teller.says("周科", "环保手续要办多久？", "How long do environmental papers (环保手续) take?")
    await teller.says("周科", "材料齐全的，二十个工作日。", "Twenty working days once all is there.")


# The talks


async def ask_it(teller: Teller) -> None:
    await teller.says("赵总", "提问", "ask a department")
    await teller.says("赵总", "   ")
    await teller.says("赵总", *WORDS)
    await teller.presses("赵总", "ask")
    await teller.sends("赵总", problem="file-wrong-kind")
    await teller.sends("赵总")
    await teller.says("赵总", "就这些", "that is all")
    await teller.presses("赵总", "-")
    await teller.presses("赵总", "other")
    await teller.says("赵总", "教育局", "school board")
    await teller.says("赵总", "局", "局")
    await teller.says("赵总", "上一步", "back")
    await teller.presses("赵总", "1")
    await teller.says("赵总", "确认提交", "yes")


async def give_input(teller: Teller) -> None:
    await teller.presses("赵总", "q_input")
    await teller.says("赵总", "编号是环受2026-118。", "It is 2026-118.")
    await teller.sends("赵总")
    await teller.says("赵总", "跳过", "skip")


async def withdraw_it(teller: Teller) -> None:
    await teller.presses("赵总", "q_withdraw")
    await teller.says("赵总", "1")


async def reopen_it(teller: Teller) -> None:
    await teller.presses("赵总", "q_not_solved")
    await teller.says("赵总", "证还没有发。", "We still don't have it.")


async def return_it(teller: Teller) -> None:
    await teller.presses("周科", "q_return")
    await teller.says("周科", "生态", "生态")
    await teller.says("周科", "应急", "应急")
    await teller.presses("周科", "return-not-our-matter")


async def refuse_it(teller: Teller) -> None:
    await teller.presses("周科", "q_out_of_scope")
    await teller.says("周科", "2")


async def designate_it(teller: Teller) -> None:
    await teller.presses("何督查", "q_designate")
    await teller.says("何督查", "生态", "生态")
    await teller.says("何督查", "应急", "应急")


async def transfer_it(teller: Teller) -> None:
    await teller.presses("周科", "q_transfer")
    await teller.says("周科", "应急", "应急")
    await teller.says("周科", "消防验收归应急部门。", "The fire approval is theirs.")


async def note_it(teller: Teller) -> None:
    await teller.presses("周科", "q_note")
    await teller.says("周科", "材料已转窗口复核。", "The papers are being checked.")
    await teller.says("周科", "企业也能看", "the enterprise too")


async def ask_it_back(teller: Teller) -> None:
    await teller.presses("周科", "q_ask_back")
    await teller.says("周科", "请补充受理编号。", "Please give us the number of your filing.")


async def extend_it(teller: Teller) -> None:
    await teller.presses("周科", "q_extend")
    await teller.presses("周科", "day")
    await teller.says("周科", "明年1月31日", "31 January 2027")
    await teller.says("周科", "12月10日", "10 December")
    await teller.says("周科", "要等专家意见。", "An expert has to look at it.")


async def answer_it(teller: Teller) -> None:
    await teller.presses("周科", "q_answer")
    await teller.says("周科", "手续齐全，下周三前发证。", "All is there; you get it by Wednesday.")
    await teller.sends("周科")


async def link_it(teller: Teller) -> None:
    await teller.presses("周科", "q_link")
    await teller.presses("周科", "1")


async def ask_for_help(teller: Teller) -> None:
    await teller.presses("周科", "q_help")
    await teller.says("周科", "应急", "应急")
    await teller.says("周科", "请核实消防验收。", "Please check the fire approval.")
    await teller.says("周科", "昨天", "yesterday")
    await teller.says("周科", "12月2日", "2 December")


async def contribute_to_it(teller: Teller) -> None:
    await teller.presses("孙工", "q_contribute")
    await teller.says("孙工", "消防验收已通过。", "The fire approval was given.")


async def release_it(teller: Teller) -> None:
    await teller.presses("周科", "q_release")
    await teller.says("周科", "雁北示例机械有限公司问：要办多久？", "雁北示例机械有限公司 asks: how long?")
    await teller.says("周科", "环保手续要办多久？", "How long do environmental papers take?")
    await teller.says("周科", "材料齐全的，二十个工作日。", "Twenty working days once all is there.")


async def later(teller: Teller) -> None:
    """An hour after another's answer was released."""
    await released(teller)
    teller.town.clock.move(timedelta(hours=1))


INQUIRY_STORIES: dict[str, Story] = {
    "inquiry.ask": Story("赵总", later, ask_it),
    "inquiry.input": Story("赵总", waiting, give_input),
    "inquiry.withdraw": Story("赵总", asked, withdraw_it),
    "inquiry.reopen": Story("赵总", answered, reopen_it),
    "inquiry.return": Story("周科", asked, return_it),
    "inquiry.refuse": Story("周科", asked, refuse_it),
    "inquiry.designate": Story("何督查", complained, designate_it),
    "inquiry.transfer": Story("周科", more, transfer_it),
    "inquiry.note": Story("周科", accepted, note_it),
    "inquiry.ask_back": Story("周科", accepted, ask_it_back),
    "inquiry.extend": Story("周科", more, extend_it),
    "inquiry.answer": Story("周科", accepted, answer_it),
    "inquiry.link": Story("周科", more_of_two, link_it),
    "inquiry.help": Story("周科", more, ask_for_help),
    "inquiry.contribute": Story("孙工", helping, contribute_to_it),
    "inquiry.release": Story("周科", answered, release_it),
}
