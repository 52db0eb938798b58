"""The page in the width of a phone, in Chinese, touched with a finger."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.chromium import PHONE, Window, town_on_screen
from tests.browser.hands import Hands
from tests.browser.keys import Keys
from tests.browser.reading import cut_off, overlapping, unnamed

PEOPLE = ["王工", "李局", "周科", "赵总", "钱副总", "小陈", "何督查", "孙工", "吴管理"]


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """The page of a town of its own."""
    with town_on_screen(tmp_path_factory.mktemp("phone") / "stage", PHONE) as opened:
        yield opened


@pytest.fixture
def hands(phone: Window) -> Iterator[Hands]:
    """Hands at the phone; whatever they do, nothing may go wrong on the page."""
    yield Hands(phone)
    assert phone.faults == []


def test_a_visit_is_asked_for_lived_and_rated_with_a_finger(hands: Hands, tmp_path: Path) -> None:
    story.ask(hands, tmp_path)
    story.agree(hands)
    for _ in range(4):
        hands.move_time("下个工作日 8:30")
    story.arrive(hands)
    hands.move_time("+2 小时")
    story.leave(hands)


def test_who_has_news_is_said_in_the_list_of_people_until_the_phone_is_taken(hands: Hands) -> None:
    chen = hands.take("小陈")
    hands.take("孙工").scans_sign(story.ENTERPRISE, answer="没有预约")
    expect(hands.person("小陈")).to_have_accessible_name(re.compile("1 条未读"))
    hands.take("小陈")
    expect(hands.person("小陈")).not_to_have_accessible_name(re.compile("未读"))
    expect(chen.log).to_contain_text("禁止入企")


def test_what_comes_in_is_read_out_where_it_is_shown(hands: Hands) -> None:
    zhou = hands.take("周科")
    expect(zhou.log).to_have_attribute("aria-live", "polite")
    zhou.says("帮助", answer="访企预约")


def test_a_moment_that_has_passed_is_refused_in_an_alert(hands: Hands) -> None:
    hands.open_jumps()
    hands.type_moment("010120000900AM")
    expect(hands.page.get_by_role("alert")).to_contain_text("业务时间只能往前走")
    hands.look("past")
    hands.touch(hands.page.get_by_role("alert").get_by_role("button"))
    expect(hands.page.get_by_role("alert")).to_be_empty()


def test_escape_folds_the_bar_of_time_and_gives_the_focus_back(hands: Hands) -> None:
    keys = Keys(hands.page)
    keys.tab_to("快进时间")
    keys.press("Enter")
    keys.tab_to("+1 天")
    hands.look("time")
    keys.press("Escape")
    expect(hands.page.get_by_role("button", name="+1 天")).to_be_hidden()
    assert keys.here() == "快进时间"


@pytest.mark.parametrize("width", [320, 360])
def test_everybody_is_reached_and_nothing_is_cut_off_on_a_narrower_phone(hands: Hands, width: int) -> None:
    hands.page.set_viewport_size({"width": width, "height": 640})
    for switch in ("Switch the page to English", "页面切换为中文"):
        for who in PEOPLE:
            hands.touch(hands.person(who))
            expect(hands.page.get_by_role("region")).to_have_accessible_name(re.compile(who))
            assert cut_off(hands.page) == []
            assert unnamed(hands.page) == []
        assert overlapping(hands.page) == []
        hands.window.shoot(f"narrow-{width}")
        hands.touch(hands.page.get_by_role("button", name=switch))
