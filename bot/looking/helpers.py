"""The helper processes: begun when the first file comes, used again and again, replaced when one ends."""

import atexit
import select
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from bot.looking.findings import Ended, Findings, read_block, read_findings, write_block

AT_ONCE = 2  # processes, and so files looked at at once
LONGEST = 10.0  # seconds by the clock, for a machine that is busy; of the processor a file gets 3 (helper.py)
START = 60.0  # seconds in which a helper must be ready
WORN = 200  # files, after which a process gives way to a fresh one
ROOT = Path(__file__).parents[2]


class HelperUnavailable(Exception):
    """No helper process could be begun: a fault of ours or of the machine, not of the file."""


class Helpers:
    """Some helper processes; may serve several threads."""

    def __init__(self, count: int = AT_ONCE) -> None:
        self._free: SimpleQueue[_Helper | None] = SimpleQueue()
        self._count = count
        for _ in range(count):
            self._free.put(None)

    def look(self, content: bytes) -> Findings:
        """What a helper finds out about a file; one that takes too much memory or time, or ends the helper, is a
        problem of its own. Raises HelperUnavailable.
        """
        helper = _usable(self._free.get())
        try:
            helper = helper or _Helper()
            return helper.look(content)
        except (Ended, OSError):
            return Findings(problem="file-too-hard")
        finally:
            self._free.put(_usable(helper))

    def close(self) -> None:
        """Ends the processes; they would end with this one anyway."""
        for _ in range(self._count):
            helper = self._free.get()
            if helper is not None:
                helper.end()
            self._free.put(None)


class _Helper:
    """One process."""

    def __init__(self) -> None:
        self._looked = 0
        self._broken = False
        environment = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}  # none of the service's secrets
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.looking.helper"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment,
            )
        except OSError as fault:
            raise HelperUnavailable(str(fault)) from None
        self._in, self._out = _pipes(self._process)
        try:
            self._wait(START)
            read_block(self._out)
        except Ended:
            self.end()
            raise HelperUnavailable(f"ended with {self._process.returncode}") from None

    @property
    def is_over(self) -> bool:
        """Whether it can't, or needn't, look at more."""
        return self._broken or self._looked >= WORN or self._process.poll() is not None

    def look(self, content: bytes) -> Findings:
        """What it finds; raises Ended or OSError where it is over."""
        self._looked += 1
        self._broken = True  # until it has answered
        write_block(self._in, content)
        self._wait(LONGEST)
        found = read_findings(self._out)
        self._broken = False
        return found

    def end(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        for stream in (self._in, self._out):
            with suppress(OSError):
                stream.close()
        self._process.wait()

    def _wait(self, seconds: float) -> None:
        """Waits for it to say something; raises Ended where it doesn't."""
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        if not poll.poll(seconds * 1000):
            raise Ended


def _usable(helper: _Helper | None) -> _Helper | None:
    """The helper, or None where it is over, and then ended: it may have died while it waited for the next file."""
    if helper is not None and helper.is_over:
        helper.end()
        return None
    return helper


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise HelperUnavailable("without pipes")
    return process.stdin, process.stdout


@cache
def helpers() -> Helpers:
    """The helpers of this process."""
    found = Helpers()
    atexit.register(found.close)
    return found
