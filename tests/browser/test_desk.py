"""The page at a desk, in English, with a mouse and a keyboard; the platforms are swapped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.demo.tour import SLIP
from tests.browser import story
from tests.browser.chromium import DESK, Window, town_on_screen
from tests.browser.hands import Hands
from tests.browser.keys import Keys
from tests.browser.reading import number_stops


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """The page of a town of its own."""
    with town_on_screen(tmp_path_factory.mktemp("desk") / "stage", DESK, mirrored=True) as opened:
        Hands(opened).speak()
        yield opened


@pytest.fixture
def hands(desk: Window) -> Iterator[Hands]:
    """Hands at the desk; whatever they do, nothing may go wrong on the page."""
    yield Hands(desk)
    assert desk.faults == []


def test_a_visit_is_asked_for_lived_and_rated_with_a_mouse(hands: Hands, tmp_path: Path) -> None:
    story.ask(hands, tmp_path)
    story.agree(hands)
    hands.move_time_to("120320260830AM")
    story.arrive(hands)
    hands.move_time("+2 h")
    story.leave(hands)


def test_tab_reaches_everything_once_in_the_order_of_the_page_and_shows_where_it_is(hands: Hands) -> None:
    menus = hands.page.get_by_role("button", name="Commands").or_(hands.page.get_by_role("toolbar", name="App menu"))
    expect(menus).to_have_count(9)
    hands.rest()
    stops = Keys(hands.page).walk()
    assert [stop.number for stop in stops] == list(range(number_stops(hands.page)))
    assert [stop.words for stop in stops if not (stop.ring and stop.seen)] == []
    wanted = [
        "+30 min",
        "Move on to",
        "Go",
        "页面切换为中文",
        "王工’s chat",
        "王工 writes to Fuma",
        "赵总 writes to Fuma",
    ]
    assert [stop.words for stop in stops if stop.words in wanted] == wanted


def test_a_request_is_begun_with_the_keyboard_alone(hands: Hands) -> None:
    keys = Keys(hands.page)
    keys.tab_to("周科", exact=False)
    keys.press("Enter")
    assert keys.here() == "周科 writes to Fuma"
    keys.type("/visit")
    keys.press("Enter")
    zhou = hands.take_up("周科")
    zhou.sees("What kind")
    expect(zhou.composer).to_be_empty()
    keys.tab_to("Cancel", back=True)
    keys.tab_to("Survey visit", back=True)
    keys.press("Space")
    zhou.sees("Which enterprise")
    keys.tab_to("周科 writes to Fuma")
    keys.type("雁南")
    keys.press("Enter")
    zhou.sees("Which day")
    hands.look("by-keyboard")


def test_escape_closes_a_menu_and_gives_the_focus_back(hands: Hands) -> None:
    keys = Keys(hands.page)
    keys.tab_to("吴管理 writes to Fuma")
    for opener in ("Commands", "Send a photo or a file"):
        keys.tab_to(opener, back=opener == "Commands")
        keys.press("Enter")
        expect(hands.page.get_by_role("menu")).to_be_visible()
        first = keys.here()
        keys.press("ArrowDown")
        assert keys.here() != first
        keys.press("Escape")
        expect(hands.page.get_by_role("menu")).to_be_hidden()
        assert keys.here() == opener


def test_escape_closes_a_dialog_that_kept_the_focus_and_gives_it_back(hands: Hands) -> None:
    keys = Keys(hands.page)
    keys.tab_to("吴管理 writes to Fuma")
    keys.tab_to("Scan", back=True)
    keys.press("Enter")
    dialog = hands.page.get_by_role("dialog", name="吴管理 scans")
    expect(dialog.get_by_role("button", name=story.ENTERPRISE)).to_be_visible()
    assert keys.walk_stays_in(dialog)
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    assert keys.here() == "Scan"


def test_a_file_is_attached_and_called_off_with_the_keyboard(hands: Hands, tmp_path: Path) -> None:
    keys = Keys(hands.page)
    slip = tmp_path / "slip.pdf"
    slip.write_bytes(SLIP)
    keys.tab_to("吴管理 writes to Fuma")
    keys.tab_to("Send a photo or a file")
    keys.press("Enter")
    keys.press("ArrowDown")
    with hands.page.expect_file_chooser() as chooser:
        keys.press("Enter")
    chooser.value.set_files(slip)
    dialog = hands.page.get_by_role("dialog", name="Send file")
    expect(dialog).to_contain_text("slip.pdf")
    assert keys.here() == "Add a caption (optional)"
    hands.look("to-be-sent")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(hands.take_up("吴管理").log).not_to_contain_text("slip.pdf")


def test_a_sign_is_scanned_and_the_verdict_enlarged_with_the_keyboard(hands: Hands) -> None:
    keys = Keys(hands.page)
    keys.tab_to("周科 writes to Fuma")
    keys.tab_to("Scan", back=True)
    keys.press("Enter")
    expect(hands.page.get_by_role("button", name="雁南示例食品有限公司")).to_be_visible()
    keys.tab_to("雁南示例食品有限公司")
    keys.press("Enter")
    zhou = hands.take_up("周科")
    zhou.sees("DO NOT ENTER")
    keys.tab_to("周科 writes to Fuma")
    keys.tab_to("Enlarge:", exact=False, back=True)
    opener = keys.here()
    keys.press("Enter")
    dialog = hands.page.get_by_role("dialog")
    expect(dialog.get_by_role("img")).to_be_visible()
    hands.look("enlarged")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    assert keys.here() == opener
