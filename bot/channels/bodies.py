"""Bodies of requests, no longer than they may be."""

from starlette.requests import Request


class BodyTooLarge(Exception):
    """A body is longer than it may be."""


async def body_of(request: Request, limit: int) -> bytes:
    """The body; raises BodyTooLarge as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise BodyTooLarge
    return bytes(body)
