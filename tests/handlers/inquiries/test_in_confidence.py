"""Who handles what was asked in confidence reads so everywhere; no ready-made word betrays a complaint."""

from datetime import date
from importlib import import_module

import pytest

from handlers.inquiries.commands import (
    AskBack,
    AskExtension,
    AskHelp,
    AskInquiry,
    DesignateDepartment,
    GiveInput,
    NoteInquiry,
    OfferTransfer,
)
from handlers.talking.conversing import TALKS
from models.ground.refusals import Refusal
from models.inquiries.inquiries import Inquiry
from models.register.people import Department
from tests.handlers.digest.test_rounds import monday, speaks
from tests.handlers.inquiries.story import EMERGENCY, ENVIRONMENT, newest
from tests.handlers.visits import story
from tests.town import WORDS, Said, Town

THIRD = 3
OF_THE_DEPARTMENT = {"周科", "李局", "何督查"}
MARKS = {"zh-CN": "保密", "en": "onfidential"}
MUST_NOT_KNOW = {"zh-CN": "保密件：不得让市应急管理局知道。", "en": "Confidential: 市应急管理局 must not know."}


async def _of_a_secret(town: Town) -> list[Said]:
    """Everything that those who handle a complaint in confidence are told of it, on every view."""
    await town.opens()
    said = await story.perform(
        town, "赵总", AskInquiry(words="窗口不收材料。", files=(("0" * 64, "材料.pdf"),), accused=EMERGENCY)
    )
    number = (await newest(town)).id
    place = DesignateDepartment(inquiry=number, revision=(await newest(town)).revision, department=ENVIRONMENT)
    said += await story.perform(town, "何督查", place)
    said += await town.waits_until(monday(9))  # with a digest
    said += await town.presses("周科", f"1.q_accept.q{number}.{(await newest(town)).revision}")
    said += await story.perform(town, "周科", NoteInquiry(inquiry=number, words="已了解", shown=False))
    said += await story.perform(town, "周科", AskBack(inquiry=number, words="哪一天？"))
    said += await story.perform(town, "赵总", GiveInput(inquiry=number, words="周三", files=()))
    said += await story.perform(town, "周科", AskExtension(inquiry=number, until=date(2026, 12, 10), reason="等专家"))
    said += await town.says("周科", "/inquiries")
    for verb in ("q_show", "q_more", "q_files", "q_answer"):
        said += await town.presses("周科", f"1.{verb}.q{number}.0")
    return said


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
async def test_who_handles_what_was_asked_in_confidence_reads_it_on_every_view(town: Town, locale: str) -> None:
    await speaks(town, locale)
    said = [one for one in await _of_a_secret(town) if one.who in OF_THE_DEPARTMENT]
    keys = {one.key for one in said if MARKS[locale] in one.text}
    assert not [one.text for one in said if MARKS[locale] not in one.text]
    assert {"inquiry-told-desk", "inquiry-shown", "inquiries", "inquiry-more", "inquiry-file", "digest"} <= keys
    told = [one.text for one in said if one.key in ("inquiry-told-desk", "inquiry-shown", "extension-to-grant")]
    assert told
    assert all(MUST_NOT_KNOW[locale] in text for text in told)


async def test_whoever_asked_is_not_told_to_keep_from_others_what_he_said_himself(town: Town) -> None:
    said = [one for one in await _of_a_secret(town) if one.who == "赵总"]
    assert said
    assert not [one.text for one in said if "不得让" in one.text]


async def test_whoever_only_helps_or_may_take_it_over_does_not_learn_who_complained(town: Town) -> None:
    await _about_another(town)
    number = (await newest(town)).id
    said = await story.perform(town, "周科", _help(number))
    offer = OfferTransfer(inquiry=number, revision=(await newest(town)).revision, department=EMERGENCY, reason="归应急")
    said += await story.perform(town, "周科", offer)
    said += await town.presses("孙工", f"1.q_show.q{number}.0")
    read = [one.text for one in said if one.who == "孙工"]
    assert len(read) >= 3
    assert not [text for text in read if "雁北示例机械" in text or "赵总" in text]
    assert all("保密" in text for text in read)
    (shown,) = await town.presses("周科", f"1.q_show.q{number}.0")
    assert "企业：雁北示例机械有限公司" in shown.text


async def test_nobody_of_the_department_into_which_the_accused_one_was_merged_hears_of_it(town: Town) -> None:
    await _about_another(town)
    number = (await newest(town)).id
    await story.change_row(town, Department, THIRD, ended_at=town.clock.moment, successor_id=EMERGENCY)
    with pytest.raises(Refusal, match="not-that-department"):
        await story.perform(town, "周科", _help(number))
    await story.change_row(town, Inquiry, number, department_id=EMERGENCY)
    (answer,) = await town.presses("孙工", f"1.q_show.q{number}.0")
    assert answer.key == "refused"
    assert "窗口不收材料" not in "".join(one.text for one in await town.says("孙工", "/inquiries"))


async def test_what_an_enterprise_sends_is_handed_to_a_department_under_no_name_of_its_own(town: Town) -> None:
    files = (("0" * 64, "赵总手机拍的.pdf"), ("1" * 64, "雁北.jpg"))
    await story.perform(town, "赵总", AskInquiry(words="手续？", files=files, department=ENVIRONMENT))
    handed = [one.text.partition("\n")[2] for one in await town.presses("周科", "1.q_files.q1.0")]
    assert handed == ["01", "02"]
    own = [one.text.partition("\n")[2] for one in await town.presses("赵总", "1.q_files.q1.0")]
    assert own == ["赵总手机拍的", "雁北"]


def _help(number: int) -> AskHelp:
    return AskHelp(inquiry=number, department=EMERGENCY, words="请核实", until=date(2026, 12, 2))


async def _about_another(town: Town) -> None:
    """赵总 complains in confidence about a third department, and 周科 has accepted."""
    third = Department(id=THIRD, region_id=1, name="市住房城乡建设局")
    await town.database.run(lambda session: session.add(third))
    await story.perform(town, "赵总", AskInquiry(words="窗口不收材料。", files=(), accused=THIRD))
    number = (await newest(town)).id
    place = DesignateDepartment(inquiry=number, revision=(await newest(town)).revision, department=ENVIRONMENT)
    await story.perform(town, "何督查", place)
    await town.presses("周科", f"1.q_accept.q{number}.{(await newest(town)).revision}")


def _ready_made() -> set[str]:
    """The keys of every reason that a talk offers."""
    modules = [import_module(TALKS[name].function.__module__) for name in TALKS]
    lists = [value for module in modules for name, value in vars(module).items() if name.startswith("REASONS")]
    return {key for each in lists for key in each}


@pytest.mark.parametrize(
    ("language", "betraying"), [("zh-CN", ("投诉", "举报", "反映人")), ("en", ("omplain", "eported"))]
)
def test_no_ready_made_reason_says_that_somebody_complained(language: str, betraying: tuple[str, ...]) -> None:
    said = {key: WORDS.text(language, key, {}) for key in _ready_made()}
    assert "revoke-complaint" in said, "as shipped: buttons and drafts know it by this name"
    assert not {key: text for key, text in said.items() if any(word in text for word in betraying)}
