"""Why somebody's act on his phone could not be done."""


class ActRefused(Exception):
    """An act that the phone or the people API does not take; `status` is the HTTP status to answer with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
