"""What all parts of the sandbox share."""

from dataclasses import dataclass

from sandbox.chats import Chats
from sandbox.clock import Clock
from sandbox.fuma import Fuma
from sandbox.media import MediaLibrary
from sandbox.people import People
from sandbox.wire import Wire


@dataclass(frozen=True, slots=True)
class World:
    """The clock, the people, their phones, the files, the log of calls, and the way to Fuma."""

    clock: Clock
    people: People
    chats: Chats
    media: MediaLibrary
    wire: Wire
    fuma: Fuma
    address: str

    def link(self, path: str) -> str:
        """A path of the sandbox as a whole address."""
        return self.address.rstrip("/") + path
