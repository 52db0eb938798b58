"""Branch coverage as it is promised: all of it where rules decide, nearly all elsewhere. `python -m
tests.coverage_goals var/coverage.json`.
"""

import json
import sys
from pathlib import Path

WHOLE = (
    *(
        "models/visits/verdict.py",
        "models/visits/reasons.py",
        "models/visits/facts.py",
        "models/visits/visits.py",
        "models/visits/deadlines.py",
    ),
    *("models/inquiries/inquiries.py", "models/inquiries/deadlines.py"),
)
OVERALL = 95.0


def shortfalls(report: dict[str, object]) -> list[str]:
    """A line for each goal that isn't reached."""
    files: dict[str, dict[str, dict[str, float]]] = report["files"]  # type: ignore[assignment]
    totals: dict[str, float] = report["totals"]  # type: ignore[assignment]
    short = [
        f"{name}: {files[name]['summary']['percent_covered']:.2f} % instead of 100 %"
        for name in WHOLE
        if files[name]["summary"]["percent_covered"] < 100
    ]
    if totals["percent_covered"] < OVERALL:
        short.append(f"all: {totals['percent_covered']:.2f} % instead of {OVERALL} %")
    return short


def main() -> int:
    """Prints what is short; 1 if anything is."""
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    short = shortfalls(report)
    sys.stdout.write("".join(f"{line}\n" for line in short) or "every coverage goal is reached\n")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
