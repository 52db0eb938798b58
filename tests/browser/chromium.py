"""The system's own Chromium on the page of a town, with everything that goes wrong in it written down."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright

from bot.demo.stage import stage

FLAGS = ["--no-sandbox", "--disable-background-networking"]
PATIENCE = 240_000  # milliseconds; WeCom’s pace alone may hold a message back for up to a minute
SHOTS = Path("var/browser")


@dataclass(frozen=True)
class Screen:
    """What a person looks at; `language` is of the page and of Fuma."""

    name: str
    width: int
    height: int
    language: str
    touch: bool = False


PHONE = Screen("phone", 390, 844, "zh-CN", touch=True)
DESK = Screen("desk", 1440, 900, "en")


@dataclass
class Window:
    """An open page; `faults` are its console errors and warnings, failed requests and refusals so far."""

    page: Page
    screen: Screen
    faults: list[str] = field(default_factory=list)
    _shots: int = 0

    def shoot(self, name: str) -> Path:
        """Keeps a screenshot; its file."""
        self._shots += 1
        file = SHOTS / f"{self.screen.name}-{self._shots:02d}-{name}.png"
        self.page.screenshot(path=file)
        return file


def binary() -> str:
    """The browser's program; without one the test is skipped, or fails where nothing may be skipped."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("FUMA_NO_SKIPS"):
            pytest.fail("Chromium isn't installed, and nothing may be skipped here")
        pytest.skip("Chromium isn't installed")
    return found


@contextmanager
def town_on_screen(folder: Path, screen: Screen, *, mirrored: bool = False) -> Iterator[Window]:
    """A town of its own, started in `folder`, and its page in a browser of its own."""
    program = binary()
    with (
        stage(folder, mirrored=mirrored, language=screen.language) as town,
        _chromium(program) as browser,
        _window(browser, town.sandbox, screen) as opened,
    ):
        yield opened


@contextmanager
def _chromium(program: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _window(browser: Browser, address: str, screen: Screen) -> Iterator[Window]:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for old in SHOTS.glob(f"{screen.name}-*.png"):
        old.unlink()
    context = browser.new_context(
        base_url=address,
        viewport={"width": screen.width, "height": screen.height},
        has_touch=screen.touch,
        is_mobile=screen.touch,
        locale=screen.language if screen.language != "en" else "en-US",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    opened = Window(context.new_page(), screen)
    _watch(opened)
    opened.page.goto("/")
    try:
        yield opened
    finally:
        context.close()


def _watch(opened: Window) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            opened.faults.append(f"console: {message.text}")

    def on_failure(request: Request) -> None:
        opened.faults.append(f"failed: {request.url} {request.failure}")

    def on_response(response: Response) -> None:
        if response.status >= 400:
            opened.faults.append(f"{response.status}: {response.url}")

    opened.page.on(
        "filechooser", lambda _chooser: None
    )  # asked for only when needed, it may come too late for the press
    opened.page.on("console", on_console)
    opened.page.on("pageerror", lambda error: opened.faults.append(f"uncaught: {error}"))
    opened.page.on("requestfailed", on_failure)
    opened.page.on("response", on_response)
