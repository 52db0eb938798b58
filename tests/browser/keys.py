"""A keyboard without a mouse."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.browser.reading import Stop, focused, number_stops

MOST = 200  # presses of Tab; the page of nine phones has about a hundred stops


@dataclass
class Keys:
    """The keyboard on a page."""

    page: Page

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """A text, key by key."""
        self.page.keyboard.type(text)

    def here(self) -> str:
        """The words of what has the focus, "" where nothing has it."""
        found = focused(self.page)
        return found.words if found else ""

    def tab_to(self, words: str, *, exact: bool = True, back: bool = False) -> None:
        """Presses Tab (with Shift, if `back`) until that has the focus."""
        for _ in range(MOST):
            self.press("Shift+Tab" if back else "Tab")
            here = self.here()
            if here == words or (not exact and words in here):
                return
        raise AssertionError(f"the Tab key never reaches {words!r}")

    def walk(self) -> list[Stop]:
        """Goes through the whole page by Tab, from its first stop to the last."""
        count = number_stops(self.page)
        stops: list[Stop] = []
        for _ in range(2 * MOST):
            self.press("Tab")
            here = focused(self.page)
            if here and here.number == 0 and len(stops) <= 1:
                stops = [here]
            elif here and stops and here.number != stops[-1].number:  # a field for a moment has stops of its own inside
                stops.append(here)
            if len(stops) == count:
                break
        return stops

    def walk_stays_in(self, dialog: Locator) -> bool:
        """Whether Tab, pressed more often than the dialog has stops, never leads behind it."""
        stops = dialog.locator("button, input").count()
        for _ in range(stops + 3):
            self.press("Tab")
            if not dialog.evaluate(
                "node => [document.body, ...node.querySelectorAll('*')].includes(document.activeElement)"
            ):
                return False
        return True
