"""What a desk releases for everybody to read gives away nobody who asked, and it reads what would."""

import pytest

from handlers.inquiries.commands import LinkInquiry, ReleaseAnswer
from models.ground.refusals import Refusal
from models.inquiries.inquiries import Inquiry, ReleasedAnswer
from models.register.people import Appointment, Person, Role
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import newest
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import WORDS, Said, Town


async def refused(town: Town, question: str, answer: str, number: int = 1) -> str:
    """What 周科 reads whose release is refused, and changes nothing."""
    before = await story.everything(town)
    with pytest.raises(Refusal) as refusal:
        await story.perform(town, "周科", ReleaseAnswer(inquiry=number, question=question, answer=answer))
    assert refusal.value.code == "shows-who-asked"
    assert await story.everything(town) == before
    return WORDS.text("zh-CN", "refusal-shows-who-asked", refusal.value.fields)


TELLING = {
    "雁北示例机械有限公司": "企业名称",
    "雁北机械": "企业名称",
    "示例机械": "企业名称",
    "示例公司": "企业名称",
    "91430499ma0dem0a13": "信用代码",
    "赵总": "人名或称呼",
    "钱副总": "人名或称呼",
    "小陈": "人名或称呼",
    "示例路 1 号": "地址",
    "１３８ 0000-0000": "电话号码",
    "0734-8123456": "电话号码",
    "43049919900101123X": "证件号码",
    "zhao@example.com": "邮箱或账号",
}


async def test_what_everybody_reads_does_not_show_who_asked_and_the_desk_reads_what_does(town: Town) -> None:
    await inquiry_story.solved(town)
    for telling, kind in TELLING.items():
        read = await refused(town, f"有家企业（{telling}）的手续？", "二十天")
        assert f"问题里有{kind}：「有家企业（【{telling}】）" in read
        read = await refused(town, "要多久？", f"请联系 {telling} 来取。")
        assert f"答复里有{kind}：「请联系 【{telling}】 来取。" in read


async def test_the_admins_of_every_enterprise_that_got_the_same_answer_stay_unknown(town: Town) -> None:
    await story.change_row(town, Person, NUMBERS["孙工"], name="孙丽华")
    await town.database.run(
        lambda s: s.add_all(
            [
                Appointment(person_id=NUMBERS["孙工"], role=Role.OWNER, enterprise_id=2, ended_at=story.at(1, 9)),
                Appointment(person_id=NUMBERS["何督查"], role=Role.DEPUTY, enterprise_id=2),
            ]
        )
    )
    await inquiry_story.accepted(town)
    await inquiry_story.accepted(town)
    await story.change_row(town, Inquiry, 2, enterprise_id=2, asked_by=NUMBERS["何督查"])
    await story.perform(town, "周科", LinkInquiry(inquiry=2, main=1))
    await inquiry_story.answers(town, number=1)
    for number in (1, 2):
        for telling in ("雁南食品", "孙丽华", "孙经理", "何督查", "91430499MA0DEM0B27", "赵总", "雁北机械"):
            assert f"【{telling}】" in await refused(town, "要多久？", f"已告知{telling}。", number)


async def test_the_desk_is_told_in_the_talk_what_gives_the_asker_away_before_it_goes_on(town: Town) -> None:
    await inquiry_story.solved(town)
    await town.presses("周科", f"1.q_release.q1.{(await newest(town)).revision}")
    (still,) = await town.says("周科", "雁北机械的手续要多久？")
    assert "问题里有企业名称：「【雁北机械】的手续要多久" in still.text
    (asks,) = await town.says("周科", "手续要多久？")
    assert "公开的答复怎么写" in asks.text
    (still,) = await town.says("周科", "二十天，联系电话一三八零零零零零零零零。")
    assert "答复里有电话号码" in still.text


async def test_an_answer_released_before_by_which_somebody_is_found_out_is_shown_to_nobody(town: Town) -> None:
    await inquiry_story.solved(town)
    await story.perform(town, "周科", ReleaseAnswer(inquiry=1, question="环保手续要办多久？", answer="材料齐全二十天"))
    asked = (await _asked_like_it(town))[-1].text
    assert "别人问过" in asked
    await story.change_row(town, ReleasedAnswer, 1, answer="雁北机械的二十天")
    assert "别人问过" not in (await _asked_like_it(town))[-1].text


async def _asked_like_it(town: Town) -> list[Said]:
    await town.says("钱副总", "/ask")
    return await town.says("钱副总", "请问环保手续要办多久呢？")
