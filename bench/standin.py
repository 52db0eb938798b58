"""The stand-in for Telegram and its people, a process of its own: presses and types, and takes the bot's calls.

Told on the command line where the bot is and what to do, it writes one JSON object with what it measured:
updates, seconds, calls and the latencies in milliseconds from the update's leaving to its last call's arriving.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import parse_qs

from bench.story import FIRST_ACCOUNT, SECRET, STEPS, Step

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
LONGEST = 15.0  # seconds one update may take
QUIET = 0.2  # seconds without a call after which set-up counts as over


class Chat:
    """One person's chat with the bot."""

    def __init__(self, account: int, begins: str) -> None:
        self.account = account
        self.begins = begins
        self.buttons: list[str] = []
        self.wanted = 0
        self.done: asyncio.Future[None] | None = None

    def told(self, buttons: list[str] | None) -> None:
        """The bot called; once every call of the update has come, it is done."""
        if buttons is not None:
            self.buttons = buttons
        self.wanted -= 1
        if self.wanted == 0 and self.done is not None and not self.done.done():
            self.done.set_result(None)


class World:
    """Every chat, and who pressed what."""

    def __init__(self, begins: list[str]) -> None:
        self.chats = {FIRST_ACCOUNT + n: Chat(FIRST_ACCOUNT + n, data) for n, data in enumerate(begins)}
        self.presses: dict[str, Chat] = {}
        self.calls: dict[str, int] = defaultdict(int)
        self.last_call = time.monotonic()
        self._message = self._update = 0

    async def quiet(self) -> None:
        """Returns once nobody has called for a moment."""
        rest = QUIET
        while rest > 0:
            await asyncio.sleep(rest)
            rest = self.last_call + QUIET - time.monotonic()

    def next_update(self) -> int:
        """An update's number, never given twice."""
        self._update += 1
        return self._update

    def answer(self, method: str, body: dict[str, object]) -> object:
        """What Telegram says to a call."""
        self.calls[method] += 1
        self.last_call = time.monotonic()
        if method in ("sendmessage", "sendphoto"):
            account = int(str(body.get("chat_id", 0)))  # of a form nothing is read
            if account in self.chats:
                self.chats[account].told(_buttons(body.get("reply_markup")))
            self._message += 1
            return {
                "message_id": self._message,
                "date": 1_795_740_000,
                "chat": {"id": account, "type": "private", "first_name": "n"},
                "text": body.get("text", ""),
            }
        if method == "answercallbackquery":
            self.presses.pop(str(body["callback_query_id"])).told(None)
            return True
        if method == "getme":
            return {"id": 100, "is_bot": True, "first_name": "Fuma", "username": "fuma_bench_bot"}
        return True


def _buttons(markup: object) -> list[str]:
    read = json.loads(markup) if isinstance(markup, str) else markup
    rows = read.get("inline_keyboard", []) if isinstance(read, dict) else []
    return [button["callback_data"] for row in rows for button in row]


class Server(asyncio.Protocol):
    """As little HTTP as the Bot API needs, so that the stand-in is never the bottleneck."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._got = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Takes whole requests off what has come and answers them."""
        self._got += data
        while True:
            head, end, rest = self._got.partition(b"\r\n\r\n")
            length = _length(head)
            if not end or len(rest) < length:
                return
            body, self._got = rest[:length], rest[length:]
            method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode().lower()
            answer = json.dumps({"ok": True, "result": self._world.answer(method, _read(body))}).encode()
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
                + answer
            )


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _read(body: bytes) -> dict[str, object]:
    if not body or body[:2] == b"--":  # a form, as it carries a photo
        return {}
    if body[:1] == b"{":
        read: dict[str, object] = json.loads(body)
        return read
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


class Webhook:
    """A connection to the bot that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def open(self) -> "Webhook":
        """Connects."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def post(self, update: dict[str, object]) -> None:
        """Gives the bot an update and waits for its 200."""
        body = json.dumps(update).encode()
        head = (
            f"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in answer[:20]:
            raise RuntimeError(f"the webhook answered {answer[:40]!r}")
        if length := _length(answer):
            await self._reader.readexactly(length)


class Driver:
    """Lets people act, so many at once."""

    def __init__(self, world: World, port: int) -> None:
        self._world = world
        self._port = port
        self.latencies: list[float] = []

    async def run(self, in_flight: int, times: int) -> float:
        """Everybody's next step in turn, `times` conversations each; seconds it took."""
        todo = [(chat, step) for _ in range(times) for step in STEPS for chat in self._world.chats.values()]
        todo.reverse()
        webhooks = [await Webhook(self._port).open() for _ in range(in_flight)]
        start = time.perf_counter()
        await asyncio.gather(*(self._work(webhook, todo) for webhook in webhooks))
        return time.perf_counter() - start

    async def _work(self, webhook: Webhook, todo: list[tuple[Chat, Step]]) -> None:
        while todo:
            chat, step = todo.pop()
            start = time.perf_counter()
            await self._act(webhook, chat, step)
            self.latencies.append((time.perf_counter() - start) * 1000)

    async def _act(self, webhook: Webhook, chat: Chat, step: Step) -> None:
        number = self._world.next_update()
        presses = step.begins or step.press is not None
        chat.wanted, chat.done = 1 + presses, asyncio.get_running_loop().create_future()
        who = {"id": chat.account, "is_bot": False, "first_name": "赵总", "language_code": "zh-hans"}
        message = {
            "message_id": 1_000_000 + number,
            "date": 1_795_740_000,
            "chat": {"id": chat.account, "type": "private", "first_name": "赵总"},
        }
        if presses:
            data = chat.begins if step.press is None else chat.buttons[step.press]
            self._world.presses[str(number)] = chat
            press = {"id": str(number), "from": who, "chat_instance": "1", "data": data, "message": message}
            await webhook.post({"update_id": number, "callback_query": press})
        else:
            await webhook.post({"update_id": number, "message": {**message, "from": who, "text": step.text}})
        try:
            async with asyncio.timeout(LONGEST):
                await chat.done
        except TimeoutError:
            missing = "its message" if presses and str(number) not in self._world.presses else "a call"
            raise RuntimeError(f"update {number}, {step}: {missing} never came") from None


async def _main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--listen", type=int, required=True)
    options.add_argument(
        "--begins", type=Path, required=True, help="a file: what each person's first button carries, a line each"
    )
    given = options.parse_args()
    world = World(given.begins.read_text(encoding="utf-8").split())
    server = await asyncio.get_running_loop().create_server(lambda: Server(world), "127.0.0.1", given.listen)
    print("ready", flush=True)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := (await orders.readline()).split():
        port, in_flight, times = map(int, order)
        await world.quiet()  # the bot may still introduce itself
        world.calls.clear()
        driver = Driver(world, port)
        seconds = await driver.run(in_flight, times)
        found = {"seconds": seconds, "latencies": driver.latencies, "calls": dict(world.calls)}
        print(json.dumps(found), flush=True)
    server.close()


if __name__ == "__main__":
    asyncio.run(_main())
