"""Cleans what people send at the door: words without marks that nobody sees, names of files that hold no surprise.

What makes a name or an emoji what it is stays: rare Han characters in whatever block, variants of a character (as in
registered names), joined emoji, the joiners of Arabic, Indic and Mongolian script.
"""

import re

PDF = "application/pdf"
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", PDF: ".pdf"}
"""What is taken from people, by what its content is, and how its name ends."""

LONGEST_NAME = 60  # characters of a file's name that are kept, its ending among them

# Characters without a face of their own. Some only mark up what stands beside them, many hide or turn it round:
# controls, directions, blanks of no width, fillers, tags, variation selectors.
_FACELESS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5"
    r"\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\ufffe\uffff\ud800-\udfff"
    r"\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_EMOJI = r"\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u27ff\u2801-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_TONE = r"\U0001f3fb-\U0001f3ff"
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_MONGOLIAN = r"\u1820-\u18aa"
_JOINING = rf"\u0620-\u06dc\u0750-\u077f\u0900-\u0dff{_MONGOLIAN}"  # scripts in which a joiner changes letters

_ONE_EMOJI = rf"[{_EMOJI}][{_TONE}]?[\ufe0e\ufe0f]?"
_WHOLE = "|".join(
    (
        rf"{_ONE_EMOJI}(?:\u200d{_ONE_EMOJI})*",
        r"[0-9#*]\ufe0f\u20e3",
        rf"[{_HAN}][\ufe00-\ufe02\U000e0100-\U000e01ef]",
        rf"[{_MONGOLIAN}][\u180b-\u180d\u180f]",
        rf"(?<=[{_MONGOLIAN}])\u180e(?=[{_MONGOLIAN}])",
        rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",
    )
)
_MARKS = re.compile(rf"(?P<whole>{_WHOLE})|(?P<line>\r\n?|[\x0b\x0c\x85\u2028\u2029])|(?P<blank>\t)|[{_FACELESS}]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')  # in the name of a file, on one system or another
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\s*$")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)  # Windows opens no such file


def clean(text: str) -> str:
    """The text without what has no face: controls, marks of direction, blanks of no width. Every way to end a line is
    a line feed, a tabulator is a blank. Cleaning twice is cleaning once.
    """
    return _MARKS.sub(_cleaned, text)


def on_one_line(text: str) -> str:
    """The clean text on one line, single blanks between its words."""
    return " ".join(clean(text).split())


def with_lines(text: str) -> str:
    """The clean text with its lines: single blanks within each, one empty line at most between two."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def beginning(text: str, most: int) -> str:
    """The beginning of the clean text on one line, with an ellipsis where there is more."""
    line = on_one_line(text)
    return line if len(line) <= most else f"{line[:most]}…"


def file_name(name: str, mime: str, digest: str) -> str:
    """A name under which a file can be handed out on any system: the beginning of what it was called, or of its digest
    where it was called nothing, and the ending of what it is.
    """
    ending = ENDINGS.get(mime, "")
    stem = _FORBIDDEN.sub(" ", on_one_line(name))
    while found := _ENDING.search(stem):
        stem = stem[: found.start()]
    stem = on_one_line(stem)[: LONGEST_NAME - len(ending)].strip(". ")
    return (f"_{stem}" if _DEVICES.match(stem) else stem or digest[:8]) + ending


def _cleaned(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "whole":
            return found[0]
        case "line":
            return "\n"
        case "blank":
            return " "
    return ""
