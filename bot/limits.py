"""What a stranger may take of the HTTP edge: one value, whatever reads the requests."""

import resource
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much, how long and how many; what goes beyond is refused with a status, or ends without one.

    `accepted_at_once` are the connections taken before those there are get looked at again, `spare_files` what isn't
    for connections: the database, the platforms, pictures.
    """

    header_bytes: int = 16 * 1024  # the request line and all headers
    header_seconds: float = 10.0  # from the connection, or from the request's first byte, to the end of the headers
    body_bytes: int = 2 * 1024 * 1024  # of any request
    body_seconds: float = 10.0  # from the end of the headers to the end of the body
    answer_seconds: float = 30.0  # from the end of the request until its answer is written, and taken
    idle_seconds: float = 5.0  # between an answer and the next request
    linger_seconds: float = 1.0  # in which somebody refused may read why
    connections: int = 4096
    accepted_at_once: int = 64
    queued: int = 2048  # connections that wait in the kernel to be accepted
    spare_files: int = 512

    def connections_among(self, files: int) -> int:
        """How many connections there may be in a process that may open so many files."""
        return max(1, min(self.connections, files - min(self.spare_files, files // 2)))


LIMITS = Limits()


def raise_files(wanted: int) -> int:
    """Lets this process open as many files as the system allows it, up to `wanted`; gives how many these are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return wanted if soft == resource.RLIM_INFINITY else soft
