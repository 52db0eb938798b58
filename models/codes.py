"""Codes that nobody can guess."""

import secrets

CODE_BYTES = 16  # 128 random bits, with nothing in them


def new_code() -> str:
    """A code of 22 letters, digits, - and _ for a sign or a pass."""
    return secrets.token_urlsafe(CODE_BYTES)


def new_number() -> str:
    """Six random digits, for a gate without a camera."""
    return f"{secrets.randbelow(1_000_000):06d}"
