"""Codes that nobody can guess."""

import secrets

CODE_BYTES = 16  # 128 random bits, with nothing in them
ID_BYTES = 12  # 96 random bits: short enough that a button has room for a verb beside it
ID_LENGTH = 16  # characters these come to


def new_code() -> str:
    """A code of 22 letters, digits, - and _ for a sign or a pass."""
    return secrets.token_urlsafe(CODE_BYTES)


def new_number() -> str:
    """Six random digits, for a gate without a camera."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_id() -> str:
    """16 letters, digits, - and _ by which a button names a row; they give no right."""
    return secrets.token_urlsafe(ID_BYTES)
