"""Somebody's hands on the page of phones: finding a phone, writing, touching, sending files, scanning, moving time."""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageStat
from playwright.sync_api import Locator, Page, expect

from sandbox.media import read_code
from tests.browser.chromium import PATIENCE, Window
from tests.browser.reading import cut_off, unnamed

LOOKS = 50  # of a tenth of a second each


def code_in(picture: Locator) -> str | None:
    """What a camera reads that is held before a picture until it has read it; None where it gives up."""
    expect(picture).to_have_js_property("complete", value=True)
    for _ in range(LOOKS):
        code = read_code(picture.screenshot())
        if code is not None:
            return code
        picture.page.wait_for_timeout(100)
    return None


def hue(image: Locator) -> str:
    """Whether a picture on the screen is more red or more green, as an eye takes it."""
    with Image.open(BytesIO(image.screenshot())) as shown:
        red, green, _ = ImageStat.Stat(shown.convert("RGB")).sum
    return "red" if red > green else "green"


@dataclass
class Hands:
    """The hands; what they read is in the language of the window."""

    window: Window

    @property
    def page(self) -> Page:
        return self.window.page

    def word(self, chinese: str, english: str) -> str:
        """Whichever of both the window speaks."""
        return chinese if self.window.screen.language == "zh-CN" else english

    def touch(self, target: Locator) -> None:
        """With a finger on a phone, with the mouse at a desk."""
        if self.window.screen.touch:
            target.tap()
        else:
            target.click()

    def look(self, name: str) -> None:
        """Keeps a picture of the page; all on it has a name, and on a phone nothing reaches over the edge."""
        self.window.shoot(name)
        assert unnamed(self.page) == []
        if self.window.screen.touch:
            assert cut_off(self.page) == []

    def speak(self) -> None:
        """Switches the page to the window's language."""
        if self.window.screen.language == "en":
            self.touch(self.page.get_by_role("button", name="Switch the page to English"))

    def person(self, who: str) -> Locator:
        """Somebody in the list of people."""
        people = self.page.locator("nav")
        return people.get_by_role("button", name=re.compile(rf"^(企业微信|WeCom|Telegram) {who}"))

    def take(self, who: str) -> "Handset":
        """Brings somebody's phone to the front by the list of people."""
        self.touch(self.person(who))
        handset = self.take_up(who)
        expect(handset.region).to_be_visible()
        return handset

    def rest(self) -> None:
        """Waits until nothing is under way and every phone shows all that came."""
        answer = self.page.request.post("/sandbox/settle", data={"timeout": PATIENCE / 1000})
        assert answer.ok
        for _ in range(3):  # the page asks for people every other round, and reads what they were sent before the next
            with self.page.expect_response(lambda response: response.url.endswith("/sandbox/people")):
                pass

    def take_up(self, who: str) -> "Handset":
        """Somebody's phone as it stands, wherever it stands."""
        return Handset(self, who)

    def move_time(self, label: str) -> None:
        """Presses one of the jumps of the bar of time, and waits until the time has come."""
        self.open_jumps()
        self.touch(self.page.get_by_role("button", name=label, exact=True))
        self._time_has_come()

    def move_time_to(self, keys: str) -> None:
        """Types a moment into the bar of time as a keyboard does, and sends it with Enter."""
        self.open_jumps()
        self.type_moment(keys)
        self._time_has_come()

    def type_moment(self, keys: str) -> None:
        """Types into the open bar of time and sends it."""
        field = self.page.get_by_label(self.word("快进到", "Move on to"), exact=True)
        field.click(position={"x": 12, "y": 12})
        self.page.keyboard.type(keys)
        self.page.keyboard.press("Enter")

    def open_jumps(self) -> None:
        """Opens the jumps where the screen is too narrow to show them always."""
        summary = self.page.locator("summary")
        if summary.is_visible():
            self.touch(summary)

    def _time_has_come(self) -> None:
        moving = self.page.get_by_text(self.word("正在快进", "Moving on, settling"))
        expect(moving).to_be_hidden()
        expect(self.page.locator("#toasts")).to_be_empty()


@dataclass
class Handset:
    """One person's phone in front."""

    hands: Hands
    who: str

    @property
    def region(self) -> Locator:
        """The whole phone, by its name for a screen reader."""
        name = self.hands.word(f"{self.who} 的手机", f"{self.who}’s phone")
        return self.hands.page.get_by_role("region", name=name, exact=True)

    @property
    def log(self) -> Locator:
        """The chat, by its role and name."""
        name = self.hands.word(f"{self.who} 的聊天记录", f"{self.who}’s chat")
        return self.region.get_by_role("log", name=name, exact=True)

    @property
    def composer(self) -> Locator:
        """Where the person writes."""
        name = self.hands.word(f"{self.who} 发消息给赋码", f"{self.who} writes to Fuma")
        return self.region.get_by_role("textbox", name=name, exact=True)

    def sees(self, text: str) -> None:
        """Waits for a message with that text."""
        expect(self.log.get_by_role("article").filter(has_text=text).last).to_be_visible()

    def button(self, label: str) -> Locator:
        """The newest button of that name that can still be pressed."""
        return self.log.get_by_role("button", name=label, exact=True, disabled=False).last

    def says(self, text: str, answer: str) -> None:
        """Types a text, sends it with Enter, and waits for the answer."""
        self.hands.touch(self.composer)
        self.hands.page.keyboard.type(text)
        self.hands.page.keyboard.press("Enter")
        expect(self.composer).to_be_empty()
        self.sees(answer)

    def presses(self, label: str, answer: str) -> None:
        """Presses a button in the chat and waits for the answer."""
        self.hands.touch(self.button(label))
        self.sees(answer)

    def chooses(self, menu: str, item: str, answer: str) -> None:
        """Opens a menu at the foot of the phone, takes an item of it, and waits for the answer."""
        self.hands.touch(self.region.get_by_role("button", name=menu, exact=True))
        self.hands.touch(self.region.get_by_role("menuitem", name=item))
        self.sees(answer)

    def sends(self, file: Path, answer: str) -> None:
        """Sends a file by the attach button and the file chooser."""
        word = self.hands.word
        self.hands.touch(self.region.get_by_role("button", name=word("发送图片或文件", "Send a photo or a file")))
        with self.hands.page.expect_file_chooser() as chooser:
            self.hands.touch(self.region.get_by_role("menuitem", name=word("文件", "File")))
        chooser.value.set_files(file)
        dialog = self.hands.page.get_by_role("dialog", name=word("发送文件", "Send file"))
        self.hands.touch(dialog.get_by_role("button", name=word("发送", "Send"), exact=True))
        self.sees(answer)

    def scans_sign(self, enterprise: str, answer: str) -> None:
        """Opens the scanner, points it at the sign of that enterprise, and waits for the answer."""
        word = self.hands.word
        self.hands.touch(self.region.get_by_role("button", name=word("扫一扫", "Scan"), exact=True).first)
        dialog = self.hands.page.get_by_role("dialog", name=word(f"{self.who} 扫一扫", f"{self.who} scans"))
        sign = dialog.get_by_role("button", name=enterprise)
        expect(sign.get_by_role("img").or_(sign.locator("img"))).to_be_visible()
        self.hands.look("scanner")
        self.hands.touch(sign)
        expect(dialog).to_be_hidden()
        self.sees(answer)

    @property
    def pictures(self) -> Locator:
        """Every picture in the chat."""
        return self.log.get_by_role("article").locator("img")

    def newest_picture(self) -> Locator:
        """The last of them, shown whole."""
        image = self.pictures.last
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", value=True)
        return image

    def enlarges_newest(self) -> str | None:
        """Enlarges the newest picture, reads the code in it as a camera does, and puts it away."""
        self.hands.touch(self.newest_picture())
        dialog = self.hands.page.get_by_role("dialog")
        shown = dialog.get_by_role("img")
        expect(shown).to_be_visible()
        code = code_in(shown)
        self.hands.look("enlarged")
        self.hands.touch(dialog.get_by_role("button", name=self.hands.word("关闭", "Close")))
        expect(dialog).to_be_hidden()
        return code
