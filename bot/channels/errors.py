"""What can go wrong on a platform's side, in a line each, without personal data and without secrets."""


class ChannelFault(Exception):
    """The platform can't be used as it is set up; the message is one line for the operator."""


class FileUnavailable(Exception):
    """A person's file can't be fetched; `temporary` where a later try may help."""

    def __init__(self, why: str, *, temporary: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.temporary = temporary


class FileTooBig(Exception):
    """A person's file is larger than we may fetch."""
