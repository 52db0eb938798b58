"""What a run found: a table and a chart."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

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
    sys.stdout.write(table)


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
