"""How tests talk to the sandbox: as Fuma over the two APIs, and as people over the people API."""

import asyncio
import base64
import io
import json
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import segno
from PIL import Image

from sandbox.app import build_app
from sandbox.options import Options
from sandbox.people import People, Person

TELEGRAM_TOKEN = "4242:AAFuma-sandbox-token"
SECRET = "corp-secret-of-the-demo"
ZHAO, QIAN = 100001, 100002
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def everybody() -> People:
    return People(
        [
            Person("wang", "王工", "市生态环境局", "wecom", "WangGong"),
            Person("li", "李局", "市生态环境局", "wecom", "LiJu"),
            Person("zhao", "赵总", "企业", "telegram", str(ZHAO)),
            Person("qian", "钱副总", "企业", "telegram", str(QIAN), language="en"),
        ]
    )


def png(width: int = 40, height: int = 30, colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose head tells a size that its pixels don't have."""
    small = bytearray(png(8, 8))
    small[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4, "big")
    return bytes(small)


def qr(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=6, border=4)
    return out.getvalue()


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def until(is_so: Callable[[], bool]) -> None:
    """Waits until something is so."""
    while not is_so():
        await asyncio.sleep(0.01)


class Stage:
    """One sandbox with everything that acts on it."""

    def __init__(self, web: httpx.AsyncClient, options: Options) -> None:
        self.web = web
        self.options = options
        self._token = ""

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, options: Options, people: People, wall: Callable[[], float] = time.time
    ) -> AsyncIterator["Stage"]:
        app = build_app(options, people, "http://127.0.0.1:9/", wall)
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:9") as web,
        ):
            yield cls(web, options)

    # as Fuma, on Telegram

    async def bot(self, method: str, files: dict[str, Any] | None = None, **fields: object) -> dict[str, Any]:
        """Calls a Bot API method with JSON, or with multipart if files come along; the whole answer."""
        url = f"/telegram/bot{TELEGRAM_TOKEN}/{method}"
        if files is None:
            answer = await self.web.post(url, json=fields)
        else:
            texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
            answer = await self.web.post(url, data=texts, files=files)
        told: dict[str, Any] = answer.json()
        assert told["ok"] == (answer.status_code == 200)
        return told

    async def done(self, method: str, files: dict[str, Any] | None = None, **fields: object) -> dict[str, Any]:
        """Calls a method that must succeed; its result."""
        told = await self.bot(method, files, **fields)
        assert told["ok"], told
        result: dict[str, Any] = told["result"]
        return result

    async def refused(self, method: str, files: dict[str, Any] | None = None, **fields: object) -> tuple[int, str]:
        """Calls a method that must be refused; the code and the words."""
        told = await self.bot(method, files, **fields)
        assert not told["ok"], told
        return told["error_code"], told["description"]

    async def webhook(self, **fields: object) -> None:
        url = f"{self.options.fuma}/telegram/webhook"
        told = await self.bot("setWebhook", None, url=url, secret_token="s3", **fields)
        assert told["result"] is True

    # as Fuma, on WeCom

    async def token(self) -> str:
        if not self._token:
            query = {"corpid": self.options.wecom_corp_id, "corpsecret": self.options.wecom_secret}
            answer = await self.web.get("/wecom/cgi-bin/gettoken", params=query)
            self._token = answer.json()["access_token"]
        return self._token

    def forget_token(self) -> None:
        """Asks for a new token at the next call."""
        self._token = ""

    async def get(self, path: str, **query: str | int) -> dict[str, Any]:
        query.setdefault("access_token", await self.token())
        answer = await self.web.get(f"/wecom/cgi-bin/{path}", params=query)
        assert answer.status_code == 200
        told: dict[str, Any] = answer.json()
        return told

    async def post(self, path: str, body: object = None, **query: str | int) -> dict[str, Any]:
        query.setdefault("access_token", await self.token())
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        answer = await self.web.post(f"/wecom/cgi-bin/{path}", params=query, content=content)
        assert answer.status_code == 200
        told: dict[str, Any] = answer.json()
        return told

    async def send(self, msgtype: str, content: object, **fields: object) -> dict[str, Any]:
        """message/send to 王工 if nobody else is named."""
        body = {"touser": "WangGong", "agentid": 1000002, "msgtype": msgtype, msgtype: content} | fields
        return await self.post("message/send", body)

    async def upload(self, kind: str, data: bytes, name: str = "a.png") -> dict[str, Any]:
        answer = await self.web.post(
            "/wecom/cgi-bin/media/upload",
            params={"access_token": await self.token(), "type": kind},
            content=multipart(f'name="media"; filename="{name}"', data),
            headers={"Content-Type": "multipart/form-data; boundary=XX"},
        )
        told: dict[str, Any] = answer.json()
        return told

    # as people

    async def act(self, person: str, act: str, **told: object) -> tuple[int, dict[str, Any]]:
        answer = await self.web.post(f"/sandbox/people/{person}/{act}", json=told)
        return answer.status_code, answer.json()

    async def does(self, person: str, act: str, **told: object) -> int:
        """An act that must be taken; the bubble's id."""
        status, answer = await self.act(person, act, **told)
        assert status == 200, answer
        bubble: int = answer["bubble"]
        return bubble

    async def chat(self, person: str, **query: str | int) -> list[dict[str, Any]]:
        answer = await self.web.get(f"/sandbox/people/{person}/chat", params=query)
        assert answer.status_code == 200, answer.text
        bubbles: list[dict[str, Any]] = answer.json()
        return bubbles

    async def last(self, person: str) -> dict[str, Any]:
        return (await self.chat(person))[-1]

    async def button(self, person: str, text: str) -> str:
        """The id of the newest button with that text."""
        found = [one["id"] for bubble in await self.chat(person) for one in bubble["buttons"] if one["text"] == text]
        return str(found[-1])

    async def presses(self, person: str, text: str) -> int:
        return await self.does(person, "press", button=await self.button(person, text))


def multipart(disposition: str, data: bytes) -> bytes:
    head = f"--XX\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
    return head.encode() + data + b"\r\n--XX--\r\n"
