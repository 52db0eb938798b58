"""What a run found: a table and a chart."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from matplotlib.figure import Figure

PANELS = {"rate": "updates a second", "cpu": "milliseconds of CPU an update", "p99": "p99, milliseconds"}
COLOURS = {1: "#0b5fa5", 16: "#e0912f"}
PEER, FLOOR = "PTB, httpx", "floor"
HEAD = (
    "| | in flight | updates/s | of PTB httpx | of the floor | CPU ms an update | of PTB httpx "
    "| p50 ms | p99 ms | of PTB httpx | MB at rest | MB after |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
)


class Figures(Protocol):
    """Figures of one contender at one number in flight."""

    def median(self, name: str) -> float:
        """Of a figure, over the rounds."""
        ...


def write(found: Mapping[tuple[str, int], Figures], out: Path) -> None:
    """Prints the table and keeps it, with a chart where the peers were measured too."""
    out.mkdir(parents=True, exist_ok=True)
    table = HEAD + "".join(_line(found, *key) for key in sorted(found, key=lambda key: (key[1], key[0])))
    (out / "updates.md").write_text(table, encoding="utf-8")
    _draw(found, out / "updates.png")
    sys.stdout.write(table)


def _draw(found: Mapping[tuple[str, int], Figures], file: Path) -> None:
    names = sorted({name for name, _ in found}, key=lambda name: found[name, 16].median("rate"))
    drawn = Figure(figsize=(12, 3.4), layout="tight")
    panels = drawn.subplots(1, 3, sharey=True)
    for panel, (figure, title) in zip(panels, PANELS.items(), strict=True):
        for at, in_flight in ((-0.2, 1), (0.2, 16)):
            places = [place - at for place in range(len(names))]
            values = [found[name, in_flight].median(figure) for name in names]
            bars = panel.barh(places, values, 0.36, label=f"{in_flight} in flight", color=COLOURS[in_flight])
            panel.bar_label(bars, fmt=_short, padding=3, fontsize=8)
        panel.set_title(title, fontsize=10)
        panel.set_yticks(range(len(names)), names)
        panel.margins(x=0.18)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].legend(fontsize=8, loc="lower right")
    drawn.savefig(file, dpi=110)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _line(found: Mapping[tuple[str, int], Figures], name: str, in_flight: int) -> str:
    ours, peer, floor = found[name, in_flight], found.get((PEER, in_flight)), found.get((FLOOR, in_flight))
    cells = [
        name,
        str(in_flight),
        f"{ours.median('rate'):,.0f}",
        _ratio(ours, peer, "rate"),
        _ratio(ours, floor, "rate"),
        f"{ours.median('cpu'):.2f}",
        _ratio(ours, peer, "cpu"),
        f"{ours.median('p50'):.1f}",
        f"{ours.median('p99'):.1f}",
        _ratio(ours, peer, "p99"),
        f"{ours.median('at_rest'):.0f}",
        f"{ours.median('memory'):.0f}",
    ]
    return "| " + " | ".join(cells) + " |\n"


def _ratio(ours: Figures, theirs: Figures | None, name: str) -> str:
    return f"{ours.median(name) / theirs.median(name):.2f}" if theirs else ""
