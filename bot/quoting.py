"""Other people's words in a message of ours: always between marks of quotation, each further line behind a bar.

So nothing somebody writes can look like a line of ours, on any channel: both show plain text, and a channel that cuts
long messages cuts them at the end of a line.
"""

from dataclasses import dataclass

OF_PEOPLE = frozenset({"answer", "basis", "materials", "question", "reason", "said", "wanted", "words"})
"""The fields that hold what somebody wrote; whatever is under these names as plain text is quoted."""

BAR = "│"
LONGEST = 400  # characters of a quoted line: less than any channel sends in one piece
_PAUSES = "。；！？，、.;!?, "


@dataclass(frozen=True)
class QuotationMarks:
    """A language's marks of quotation: around what is quoted, and those for what is quoted in it."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str

    def quote(self, text: str) -> str:
        """The words as somebody else's; "" stays "" ."""
        if not text:
            return ""
        inner = str.maketrans({self.opening: self.inner_opening, self.closing: self.inner_closing})
        pieces = [piece for line in text.translate(inner).split("\n") for piece in _cut(line)]
        return self.opening + f"\n{BAR} ".join(pieces) + self.closing


def _cut(line: str) -> list[str]:
    """A line in pieces of at most `LONGEST` characters, cut after a pause where there is one near."""
    pieces = []
    while len(line) > LONGEST:
        at = max(line.rfind(pause, LONGEST // 2, LONGEST) for pause in _PAUSES) + 1 or LONGEST
        pieces.append(line[:at].rstrip())
        line = line[at:].lstrip()
    return [*pieces, line]
