"""What can be measured on a layout, each a sentence that fails with the box that broke it."""

from itertools import combinations

from bot.pictures import Layout, Mark, Panel, QrBox, TextBox

RGB = tuple[int, int, int]
Box = TextBox | QrBox | Panel


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        level / 255 / 12.92 if level / 255 <= 0.04045 else ((level / 255 + 0.055) / 1.055) ** 2.4 for level in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def assert_well_set(layout: Layout) -> None:
    """Every text is inside, readable against its ground, and free of every other."""
    edge = layout.width // 60
    for box in layout.texts:
        assert box.x0 < box.x1, box
        assert box.y0 < box.y1, box
        assert edge <= box.x0, box
        assert box.x1 <= layout.width - edge, box
        assert edge <= box.y0, box
        assert box.y1 <= layout.height - edge, box
        assert contrast(box.colour, box.tone.paper_rgb) >= 7, box
    codes = [item for item in layout.items if isinstance(item, QrBox)]
    apart: list[Box] = [*layout.texts, *codes]
    for one, other in combinations(apart, 2):
        assert not overlap(one, other), (one, other)
    _assert_inside_panels(layout)


def _assert_inside_panels(layout: Layout) -> None:
    """A text lies wholly in a panel or wholly out of it, and a ✓ or ✕ touches no text."""
    for item in layout.items:
        if isinstance(item, Panel):
            for box in layout.texts:
                inside = item.x0 <= box.x0 and box.x1 <= item.x1 and item.y0 <= box.y0 and box.y1 <= item.y1
                assert inside or not overlap(box, item), (box, item)
        if isinstance(item, Mark):
            square = Panel(item.x0, item.y0, item.x0 + item.side, item.y0 + item.side, item.tone, 0)
            assert not any(overlap(box, square) for box in layout.texts), item
