"""The visit from the first question to the rating, done by hand on the page, in the window's language."""

import re
from pathlib import Path

from playwright.sync_api import expect

from bot.demo.tour import SLIP
from tests.browser.hands import Hands, hue

ENTERPRISE = "雁北示例机械有限公司"


def ask(hands: Hands, folder: Path) -> None:
    """Wang Gong asks for a survey on 3 December from nine to eleven."""
    word = hands.word
    wang = hands.take("王工")
    if hands.window.screen.touch:
        wang.chooses("办事", "访企预约", answer="哪一类")
    else:
        wang.says("/visit", answer="What kind")
    wang.presses(word("调研参观", "Survey visit"), answer=word("哪家企业", "Which enterprise"))
    wang.says("雁北", answer=word("哪一天", "Which day"))
    wang.presses(word("12月3日（周四）", "Thu 3 Dec"), answer=word("几点到几点", "From when"))
    wang.presses("09:00–11:00", answer=word("办哪些事项", "What is it about"))
    wang.presses("危险废物贮存", answer=word("补充说明", "Anything to add"))
    wang.presses(word("跳过", "Skip"), answer=word("准备哪些材料", "prepare"))
    wang.says(word("近三个月监测记录", "monitoring records"), answer=word("哪些人去", "Who goes"))
    wang.presses("王工", answer=word("审批单", "approval slip"))
    slip = folder / "审批单.pdf"
    slip.write_bytes(SLIP)
    wang.sends(slip, answer=word("请核对", "Please check"))
    hands.look("checks")
    wang.presses(word("确认提交", "Submit"), answer=word("等待批准", "waiting for approval"))


def agree(hands: Hands) -> None:
    """Li Ju approves, Zhao Zong agrees, and Wang Gong has his pass as a picture."""
    word = hands.word
    li = hands.take("李局")
    li.sees(word("申请访企", "asks for a visit"))
    hands.look("head-is-asked")
    li.presses(word("批准", "Approve"), answer=word("已批准", "Approved"))
    zhao = hands.take("赵总")
    zhao.sees(word("请您答复", "would like to visit"))
    hands.look("owner-is-asked")
    zhao.presses(word("同意", "Agree"), answer=word("赵总已同意", "Agreed: 赵总"))
    hands.look("owner-agreed")
    wang = hands.take("王工")
    expect(wang.pictures).to_have_count(1)
    hands.look("pass")
    assert re.search(r"/p/[\w-]+$|[?&]start=p_[\w-]+$", wang.enlarges_newest() or "")


def arrive(hands: Hands) -> None:
    """Sun Gong, who has no visit, scans red; Wang Gong scans green."""
    word = hands.word
    sun = hands.take("孙工")
    sun.scans_sign(ENTERPRISE, answer=word("没有预约", "no visit"))
    expect(sun.pictures).to_have_count(1)
    assert hue(sun.newest_picture()) == "red"
    hands.look("red")
    chen = hands.take("小陈")
    chen.sees(word("红码", "RED"))
    hands.look("gate-hears")
    wang = hands.take("王工")
    wang.scans_sign(ENTERPRISE, answer=word("绿码请通行", "PLEASE ENTER"))
    expect(wang.pictures).to_have_count(2)
    assert hue(wang.newest_picture()) == "green"
    hands.look("green")


def leave(hands: Hands) -> None:
    """Wang Gong leaves without findings, and Zhao Zong rates."""
    word = hands.word
    wang = hands.take("王工")
    wang.presses(word("离企", "Leave"), answer=word("离企：", "Left:"))
    wang.presses(word("未发现问题", "Nothing found"), answer=word("承诺的；没有就点", "Was anything promised"))
    wang.presses(word("没有了", "No more"), answer=word("访企结果已记录", "Noted"))
    zhao = hands.take("赵总")
    zhao.presses(word("非常满意", "Excellent"), answer=word("回执号", "Receipt"))
    hands.look("rated")
