"""What a scanned code stands for: a sign or a pass of ours, or neither."""

import re

SIGN, PASS = "s", "p"  # what a code stands behind in an address ("/s/…") and in a start payload ("s_…")


def read_code(text: str) -> tuple[str, str]:
    """What a scanned text stands for: SIGN or PASS and the code, out of an address or a start payload; ("", "") for
    neither.
    """
    words = text.strip()
    # A code may itself begin with "s_" or "p_": an address is read by its slashes alone.
    found = re.fullmatch(r"(?:https?://[^\s?#]+/)?([sp])/([A-Za-z0-9_-]{1,64})", words)
    found = found or re.fullmatch(r"([sp])_([A-Za-z0-9_-]{1,64})", words)
    return (found[1], found[2]) if found else ("", "")
