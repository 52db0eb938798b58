"""Words cut to WeCom's measures: bytes for a text message, characters on a card."""

import re

TEXT_BYTES = 2048  # of one text message; WeCom cuts off what is beyond

# WeCom refuses a body with \uXXXX in it (40033), which is how JSON writes control characters.
_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\n\t"}

# In a text message WeCom makes a link of <a href>: somebody's own words could lead elsewhere than they say.
_ANCHOR = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without what can't be sent or isn't meant: control characters, lone surrogates, blanks around it, and
    links hidden under other words.
    """
    text = _ANCHOR.sub("＜", text.replace("\r\n", "\n").translate(_CONTROLS))
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def on_one_line(text: str) -> str:
    """The words of a button."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def split(text: str, limit: int = TEXT_BYTES) -> list[str]:
    """The text in pieces of at most `limit` bytes, cut at line ends where there are any, never inside a character;
    blank pieces are left out.
    """
    pieces = []
    rest = text
    while len(rest.encode()) > limit:
        head = rest.encode()[:limit].decode(errors="ignore")
        cut = head.rfind("\n")
        if cut > 0:
            pieces.append(rest[:cut])
            rest = rest[cut + 1 :]
        else:
            pieces.append(head)
            rest = rest[len(head) :]
    return [piece for piece in (*pieces, rest) if piece.strip()]
