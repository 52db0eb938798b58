"""Cards as the product draws them, in both languages, and cards that try its patience."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.pictures import (
    Fonts,
    Layout,
    PassCard,
    ReasonLine,
    SignCard,
    VerdictCard,
    VisitorList,
    lay_out_pass,
    lay_out_sign,
    lay_out_verdict,
    lay_out_visitor_list,
)

QR = "https://fuma.example/p/0123456789abcdefABCDEF"

PASS_ZH = PassCard(
    title="入企绿码",
    enterprise="衡阳市星海电子材料股份有限公司",
    rows=(
        ("部门", "市生态环境局"),
        ("来访人", "王工"),
        ("时间", "11月27日（周五）14:00–16:00"),
        ("事项", "废水排放口例行检查；危险废物台账核对"),
    ),
    number="381024",
    number_label="无法扫码时报此六位码",
    note="本码不作为放行凭据，以现场扫码为准",
    qr=QR,
)
PASS_EN = PassCard(
    title="Entry pass",
    enterprise="Hengyang Xinghai Electronic Materials Co., Ltd.",
    rows=(
        ("Department", "Municipal Ecology and Environment Bureau"),
        ("Visitor", "王工"),
        ("Window", "Fri 27 Nov 2026, 14:00–16:00"),
        ("Matters", "Routine check of the waste water outlet; ledger of hazardous waste"),
    ),
    number="381024",
    number_label="Number, if the code can't be scanned",
    note="This pass lets nobody in by itself: the scan at the sign decides",
    qr=QR,
)
GREEN_ZH = VerdictCard(
    green=True,
    word="绿码请通行",
    time="11月27日 14:03:22",
    enterprise=PASS_ZH.enterprise,
    person="王工",
    rows=(("部门", "市生态环境局"), ("事项", "废水排放口例行检查"), ("时间", "14:00–16:00")),
)
GREEN_EN = replace(
    GREEN_ZH,
    word="GREEN – PLEASE ENTER",
    time="27 Nov 2026 14:03",
    enterprise=PASS_EN.enterprise,
    rows=PASS_EN.rows[:1],
)
RED_ZH = replace(
    GREEN_ZH,
    green=False,
    word="禁止入企",
    rows=GREEN_ZH.rows[:1],
    reasons=(
        ReasonLine("还没到预约时间", "请在 13:30 以后再扫码"),
        ReasonLine("本年度检查次数已满（2/2 次）", "需由单位负责人申请调整年初备案次数"),
        ReasonLine("执法人员不足两人", "请另一名持证执法人员一同到场"),
    ),
)
RED_EN = replace(
    GREEN_EN,
    green=False,
    word="RED – DO NOT ENTER",
    reasons=(
        ReasonLine("It is too early", "The window opens at 13:30; scan again then"),
        ReasonLine("The department's checks of this year are used up (2 of 2)", "The annual plan has to be changed"),
        ReasonLine("Too few officers with valid cards", "Come with a second officer"),
    ),
)
LIST_ZH = VisitorList(
    title="今日来访",
    enterprise=PASS_ZH.enterprise,
    rows=GREEN_ZH.rows,
    visitors=(("王工", "执法证 湘D-20260117"), ("孙工", "执法证 湘D-20260233")),
    note="请核对来访人的绿码，以现场扫码为准",
)
LIST_EN = VisitorList(
    title="Visitors agreed",
    enterprise=PASS_EN.enterprise,
    rows=PASS_EN.rows,
    visitors=(("王工", "Enforcement card 湘D-20260117"), ("孙工", "")),
    note="Check each visitor's pass: the scan decides",
)
SIGN_ZH = SignCard(
    enterprise=PASS_ZH.enterprise,
    title="入企请先扫码\nScan before you enter",
    qr="https://fuma.example/s/0123456789abcdefABCDEF",
    how=(
        "公务人员入企，请用企业微信或手机相机扫码",
        "绿码请通行，红码禁止入企",
        "Officials: scan this code with WeCom or your camera",
        "Green: please enter. Red: do not enter.",
    ),
    footer="衡阳市企业赋码保护平台",
)
SIGN_EN = replace(SIGN_ZH, enterprise=PASS_EN.enterprise, title="Scan before you enter", how=SIGN_ZH.how[2:])

LONG_NAME = (
    "衡阳高新技术产业开发区星海新能源电子材料循环利用科技发展（集团）股份有限公司"
    "衡南县松木经济开发区第二分公司危险废物暂存与综合利用中心试验车间"
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
MANY_REASONS = tuple(
    ReasonLine(f"第{at}条：本年度检查次数已满" + "，需要说明" * (at % 4), "由单位负责人申请调整" * (at % 5))
    for at in range(30)
)
MANY_ROWS = (("事项", LONG_NAME * 3), (LONG_WORD, LONG_WORD * 3)) * 10


@dataclass(frozen=True)
class Sample:
    name: str
    lay_out: Callable[[Fonts], Layout]

    def __str__(self) -> str:
        return self.name


def _pass(name: str, card: PassCard) -> Sample:
    return Sample(f"pass {name}", lambda fonts: lay_out_pass(card, fonts))


def _verdict(name: str, card: VerdictCard) -> Sample:
    return Sample(f"verdict {name}", lambda fonts: lay_out_verdict(card, fonts))


def _list(name: str, card: VisitorList) -> Sample:
    return Sample(f"list {name}", lambda fonts: lay_out_visitor_list(card, fonts))


def _sign(name: str, card: SignCard) -> Sample:
    return Sample(f"sign {name}", lambda fonts: lay_out_sign(card, fonts))


CHAT_PICTURES = (
    _pass("zh", PASS_ZH),
    _pass("en", PASS_EN),
    _pass("without rows", replace(PASS_ZH, rows=())),
    _pass("too long", replace(PASS_ZH, title=LONG_NAME, enterprise=LONG_NAME * 2, rows=MANY_ROWS, note=LONG_NAME * 4)),
    _pass("a long word", replace(PASS_EN, title=LONG_WORD, enterprise=LONG_WORD * 2, number_label=LONG_WORD)),
    _verdict("green zh", GREEN_ZH),
    _verdict("green en", GREEN_EN),
    _verdict("red zh", RED_ZH),
    _verdict("red en", RED_EN),
    _verdict("green with a remark", replace(GREEN_ZH, reasons=RED_ZH.reasons[:1])),
    _verdict("of nobody known", replace(RED_ZH, person=None, rows=(), reasons=RED_ZH.reasons[:1])),
    _verdict("bare", replace(GREEN_EN, person=None, rows=())),
    _verdict("30 reasons", replace(RED_ZH, reasons=MANY_REASONS)),
    _verdict("30 reasons en", replace(RED_EN, reasons=RED_EN.reasons * 10)),
    _verdict(
        "too long",
        replace(RED_ZH, time=LONG_NAME, person=LONG_NAME, enterprise=LONG_NAME, rows=MANY_ROWS, reasons=MANY_REASONS),
    ),
    _list("zh", LIST_ZH),
    _list("en", LIST_EN),
    _list("of nobody", replace(LIST_ZH, visitors=(), rows=())),
    _list("of 40", replace(LIST_ZH, visitors=(("欧阳王工", LONG_NAME), (LONG_NAME, "")) * 20, rows=MANY_ROWS)),
)
SIGNS = (
    _sign("zh", SIGN_ZH),
    _sign("en", SIGN_EN),
    _sign("too long", replace(SIGN_ZH, enterprise=LONG_NAME, how=SIGN_ZH.how * 4, footer=LONG_NAME)),
    _sign("of few words", replace(SIGN_ZH, how=(), footer="", title="扫码")),
)
EVERY_PICTURE = CHAT_PICTURES + SIGNS
