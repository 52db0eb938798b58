"""What a screen reader, a keyboard and an eye at the edge find on the page."""

import itertools
import re
from dataclasses import dataclass

from playwright.sync_api import FloatRect, Page

NAMED = "button|link|textbox|img|menuitem|dialog|region|log|navigation|main|toolbar|timer|heading"
NOWHERE = FloatRect(x=0, y=0, width=0, height=0)
UNNAMED = re.compile(rf"""^\s*- '?(?:{NAMED})\b(?! ")""")

FOCUSED = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  const { left, right, top, bottom } = node.getBoundingClientRect();
  const words = node.getAttribute("aria-label") ?? node.textContent.trim();
  const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const seen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return { words, ring, seen, number: window.order?.indexOf(node) ?? -1 };
}"""
ORDER = """() => {
  const able = "a[href], button:enabled, input:enabled, textarea:enabled, summary, [tabindex='0']";
  window.order = [...document.querySelectorAll(able)].filter((node) => node.checkVisibility() && node.tabIndex >= 0);
  return window.order.length;
}"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((node) => {
  if (!node.checkVisibility() || node.closest(".rail, svg")) return false;
  const { left, right, width } = node.getBoundingClientRect();
  return width > 1 && (left < -1 || right > innerWidth + 1);
}).map((node) => node.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Stop:
    """What has the focus; `number` is its place among all that Tab should reach, as counted by number_stops."""

    words: str
    ring: bool
    seen: bool
    number: int


def unnamed(page: Page) -> list[str]:
    """Whatever a screen reader would meet without being told what it is."""
    return [line for line in page.locator("body").aria_snapshot().splitlines() if UNNAMED.match(line)]


def cut_off(page: Page) -> list[str]:
    """What reaches over the window's sides; the list of people may, it scrolls."""
    beyond: list[str] = page.evaluate(CUT_OFF)
    sideways = page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
    return [*beyond, *(["the page scrolls sideways"] if sideways else [])]


def overlapping(page: Page) -> list[str]:
    """Neighbours in the bar at the top that lie over each other."""
    controls = (
        page.locator("header :is(.face, summary, .jumps > button, .jump-form, .language)").filter(visible=True).all()
    )
    boxes = [(control.inner_text(), control.bounding_box() or NOWHERE) for control in controls]
    pairs = itertools.pairwise(sorted(boxes, key=lambda named: named[1]["x"]))
    return [f"{one} on {two}" for (one, box), (two, other) in pairs if box["x"] + box["width"] > other["x"]]


def number_stops(page: Page) -> int:
    """Numbers all that the Tab key should reach, in the order of the page; how many they are."""
    count: int = page.evaluate(ORDER)
    return count


def focused(page: Page) -> Stop | None:
    """What has the focus now."""
    found = page.evaluate(FOCUSED)
    return Stop(**found) if found else None
