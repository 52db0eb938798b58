"""What a run over deadlines found: two tables and a chart."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.growth import Looks

COLOURS = {"SQLite": "#0b5fa5", "PostgreSQL": "#e0912f"}
PANELS = {
    "find": "finding what is due, milliseconds",
    "sweep": "passing it one by one, milliseconds",
    "nothing": "nothing is due, milliseconds",
}
SORTS = {
    "rating": "a rating closes: an entry in the ledger",
    "approval": "a head is late: he and the official are told",
    "reply": "silence agrees: everybody is told, passes are issued",
}
GROWTH = (
    "| | clocks | finding ms | of the smallest | passing ms | of the smallest | nothing due ms | of the smallest |\n"
)
PASSING = "| | clocks/s | of its turns/s |\n|---|--:|--:|\n"


class Found(Protocol):
    """What a run found."""

    @property
    def growth(self) -> Mapping[tuple[str, int], Looks]:
        """By database and size."""
        ...

    @property
    def passing(self) -> Mapping[tuple[str, str], float]:
        """Clocks a second, by database and what they do."""
        ...

    @property
    def turns(self) -> Mapping[str, float]:
        """Turns a second, by database."""
        ...


def write(found: Found, out: Path) -> None:
    """Prints the tables and keeps them, with a chart."""
    out.mkdir(parents=True, exist_ok=True)
    table = f"{_growth(found)}\n{_passing(found)}"
    (out / "deadlines.md").write_text(table, encoding="utf-8")
    _draw(found, out / "deadlines.png")
    sys.stdout.write(table)


def _growth(found: Found) -> str:
    lines = [GROWTH, "|---|" + "--:|" * 7 + "\n"]
    for (name, size), looks in found.growth.items():
        smallest = found.growth[name, min(each for of, each in found.growth if of == name)]
        cells = [name, f"{size:,}"]
        for figure in PANELS:
            here = looks.median(figure)
            cells += [f"{here:.3g}" if here < 100 else f"{here:,.0f}", f"{here / smallest.median(figure):.2f}"]
        lines.append("| " + " | ".join(cells) + " |\n")
    return "".join(lines)


def _passing(found: Found) -> str:
    lines = [PASSING]
    for (name, sort), rate in found.passing.items():
        turns = found.turns.get(name)
        lines.append(f"| {name}, {SORTS[sort]} | {rate:,.0f} | {f'{rate / turns:.2f}' if turns else ''} |\n")
    lines += [f"| {name}, turns with 16 in flight | {rate:,.0f} | 1.00 |\n" for name, rate in found.turns.items()]
    return "".join(lines)


def _draw(found: Found, file: Path) -> None:
    drawn = Figure(figsize=(12, 3.4), layout="tight")
    panels = drawn.subplots(1, 4)
    for panel, (figure, title) in zip(panels, PANELS.items(), strict=False):
        for name, colour in COLOURS.items():
            points = [(size, looks.median(figure)) for (of, size), looks in found.growth.items() if of == name]
            panel.plot(*zip(*points, strict=True), "o-", color=colour, label=name)
        panel.set_xscale("log")
        panel.set_ylim(bottom=0)
        panel.set_title(title, fontsize=10)
        panel.set_xlabel("clocks in the table", fontsize=8)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].legend(fontsize=8, loc="lower right")
    _draw_passing(found, panels[-1])
    drawn.savefig(file, dpi=110)


def _draw_passing(found: Found, panel: Axes) -> None:
    rows = [*SORTS, "turns"]
    for place, (name, colour) in zip((-0.2, 0.2), COLOURS.items(), strict=True):
        values = [found.passing.get((name, sort), 0.0) for sort in SORTS] + [found.turns.get(name, 0.0)]
        bars = panel.barh([at + place for at in range(len(rows))], values, 0.36, color=colour)
        panel.bar_label(bars, fmt="%.0f", padding=3, fontsize=8)
    panel.set_yticks(range(len(rows)), ["rating closes", "head is late", "silence agrees", "(turns)"], fontsize=8)
    panel.set_xscale("log")
    panel.invert_yaxis()
    panel.margins(x=0.18)
    panel.set_title("clocks a second", fontsize=10)
    panel.spines[["top", "right"]].set_visible(False)
