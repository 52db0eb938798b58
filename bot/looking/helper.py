"""The helper process: reads a file from its input, looks at it, writes what it found, and waits for the next.

It can take `MEMORY` bytes more than it has at its start and `SECONDS` of the processor for each file; what goes beyond
ends it, and whoever asked is told. It writes no file and ends with its input.
"""

import os
import resource
import signal
import sys
from math import ceil
from pathlib import Path

from bot.looking.findings import Ended, Findings, read_block, write_block, write_findings
from bot.looking.judging import judge

MEMORY = 320 * 1024 * 1024
SECONDS = 3
READY = b"ready"


def main() -> None:
    """Looks at files until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, whose end is the end of the input
    _limit()
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    write_block(outgoing, READY)
    while True:
        try:
            content = read_block(incoming)
        except Ended:
            return
        _more_time()
        try:
            found = judge(content)
        except MemoryError:
            found = Findings(problem="file-too-hard")
        write_findings(outgoing, found)


def _limit() -> None:
    now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _more_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = ceil(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
