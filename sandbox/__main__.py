"""`python -m sandbox`: serves the pretend Telegram and WeCom on a loopback address."""

import asyncio
import logging
import socket
import sys

import uvicorn

from sandbox.app import build_app
from sandbox.options import Options, read_options
from sandbox.people import read_people


def main(arguments: list[str] | None = None) -> int:
    """Runs until stopped; 1, with one line on stderr, if it can't start."""
    options = read_options(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    try:
        asyncio.run(_serve(options))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 1
    return 0


async def _serve(options: Options) -> None:
    people = read_people(options.people)
    with socket.create_server((options.host, options.port), backlog=512) as listener:
        address = f"http://{options.host}:{listener.getsockname()[1]}/"
        app = build_app(options, people, address)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
        server = _Announcing(config, address)
        await server.serve(sockets=[listener])


class _Announcing(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(f"sandbox ready {self._address}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
