"""What gives somebody away is found however it is written; what everybody says is nobody's."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.inquiries.traces import Askers, TraceKind, stems, traces

ASKERS = Askers(
    enterprises=("雁北示例机械有限公司", "雁南示例食品有限公司"),
    usccs=("91430499MA0DEM0A13", "91430499MA0DEM0B27"),
    people=("赵总", "钱副总", "小陈", "孙丽华"),
    addresses=("雁城市示例路 1 号",),
    places=("雁城市",),
)
TELLING = {
    TraceKind.ENTERPRISE: (
        "雁北示例机械有限公司",
        "雁北示例机械",
        "雁北机械",
        "示例机械",
        "雁北示例",
        "雁南食品",
        "示例公司",
        "雁北厂",
    ),
    TraceKind.PERSON: ("赵总", "钱副总", "小陈", "孙丽华", "孙经理", "赵老板", "钱女士"),
    TraceKind.USCC: ("91430499MA0DEM0A13", "MA0DEM0B2"),
    TraceKind.ADDRESS: ("雁城市示例路1号", "示例路1号"),
    TraceKind.PHONE: ("13800000000", "+8613800000000", "073481234567", "4008123456"),
    TraceKind.IDENTITY: ("43049919900101123X", "430499199001011234", "430499900101123"),
    TraceKind.MAIL: ("zhao@example.com", "微信zhao_abc99"),
}
SPREAD = [
    TraceKind.ENTERPRISE,
    TraceKind.PERSON,
    TraceKind.USCC,
    TraceKind.ADDRESS,
    TraceKind.PHONE,
    TraceKind.IDENTITY,
]
BETWEEN = st.text(alphabet=" -　－—·.()（）\u200b", max_size=2)
AROUND = st.sampled_from(["", "。", "请联系", "，手续要多久？", "\n", "材料齐全的，", "企业："])
ORDINARY = (
    "环保手续办理要多久？材料齐全的，二十个工作日。",
    "请在2026年12月3日13:00到15:30，带齐3份材料到市政务服务中心2楼15号窗口。",
    "依据湘政发〔2026〕12号第1至3条，500万元以下的项目不用审批，1380平方米以内免检。",
    "申报表示例见附件。关于总体方案，机械设备和食品加工企业都适用，请拨打12345或咨询wh@example.gov.cn。",
    "环保科技企业、农业合作社和食品加工厂都可以申请，公司所在地不限。",
    "How long does it take? 20 working days; call 12345, room 15, no. 2026-12.",
)


def wide(text: str) -> str:
    """In full-width letters and digits, as an input method writes them."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@given(st.data())
def test_what_gives_away_is_found_whatever_stands_around_and_between_its_characters(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(SPREAD))
    plain = data.draw(st.sampled_from(TELLING[kind]))
    written = data.draw(st.sampled_from([plain, wide(plain), plain.lower()]))
    spread = "".join(sign + data.draw(BETWEEN) for sign in written[:-1]) + written[-1]
    before, after = data.draw(AROUND), data.draw(AROUND)
    text = before + spread + after
    found = traces(ASKERS, text)
    assert any(one.kind is kind and one.start <= len(before) and one.end >= len(before + spread) for one in found), text
    assert all(f"【{text[one.start : one.end]}】" for one in found)


@pytest.mark.parametrize(
    "telling", [*TELLING[TraceKind.MAIL], "ZHAO＠Example.com", "zhao (at) example.com", "QQ：123456789"]
)
def test_mail_and_accounts_are_found(telling: str) -> None:
    assert [one.kind for one in traces(ASKERS, f"请发到 {telling}，谢谢")] == [TraceKind.MAIL]


@pytest.mark.parametrize(
    "written", ["一三八零零零零零零零零", "幺叁捌〇〇〇〇〇〇〇〇", "①③⑧00000000", "１３８ 0000-0000"]
)
def test_a_number_in_other_numerals_is_a_number(written: str) -> None:
    (found,) = traces(ASKERS, f"电话是{written}，谢谢")
    assert found.kind is TraceKind.PHONE
    assert f"电话是{written}，谢谢"[found.start : found.end] == written


@pytest.mark.parametrize("text", ORDINARY)
def test_what_everybody_says_gives_nobody_away(text: str) -> None:
    assert traces(ASKERS, text) == []


@given(
    st.lists(st.sampled_from("".join(ORDINARY)), max_size=40).map("".join),
    st.sampled_from(sorted(TELLING[TraceKind.ENTERPRISE])),
)
def test_whatever_is_found_stands_in_the_text_in_its_order_and_once(text: str, name: str) -> None:
    found = traces(ASKERS, text + name + text)
    assert any(one.start <= len(text) and one.end >= len(text + name) for one in found)
    assert all(0 <= one.start < one.end <= len(text + name + text) for one in found)
    assert all(one.end < other.end and one.start <= other.start for one, other in pairwise(found))


@given(st.integers(0, 6), st.integers(0, 6))
def test_of_a_name_every_piece_can_be_left_out_and_it_is_still_recognised(start: int, end: int) -> None:
    stem = "雁北示例机械"
    left = stem[:start] + stem[max(start, end) :]
    alone = start == 1 or len(stem) - max(start, end) == 1
    if len(left) >= 4 and not alone:
        assert left in stems("雁北示例机械有限公司", ["雁城市"])


@pytest.mark.parametrize(
    ("name", "recognised"),
    [
        ("衡阳市蓝天环保科技有限公司", {"蓝天环保科技", "衡阳市蓝天", "蓝天公司", "衡阳市科技"}),
        ("大洋通物流（集团）股份有限公司", {"大洋通物流", "大洋通"}),
        ("市郊红旗农民专业合作社", {"市郊红旗"}),
        ("Yanbei Machinery Co., Ltd.", {"yanbeimachinery"}),
    ],
)
def test_a_name_is_known_by_its_stem_its_own_word_and_what_is_left_of_them(name: str, recognised: set[str]) -> None:
    assert recognised <= stems(name)
    assert not {"环保科技", "科技", "物流", "有限公司", "集团"} & stems(name)
