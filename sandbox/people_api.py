"""The people API: see the phones and act on them."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.acts import Phone, decode_upload, is_multipart, read_json, read_upload, text_of
from sandbox.chats import Bubble
from sandbox.fuma import FumaUnreachable
from sandbox.media import read_code
from sandbox.people import Channel, Person
from sandbox.refusals import ActRefused
from sandbox.world import World

Act = Callable[[Person, Request], Awaitable[Bubble]]
_MEDIA = re.compile(r"/sandbox/media/(\w+)")


class PeopleApi:
    """Routes under /sandbox/people, and the files shown on phones."""

    def __init__(self, world: World, phones: dict[Channel, Phone]) -> None:
        self._world = world
        self._phones = phones

    def routes(self) -> list[Route]:
        """All of them."""
        acts: dict[str, Act] = {
            "say": self._say,
            "press": self._press,
            "scan": self._scan,
            "photo": self._photo,
            "file": self._file,
            "enter": self._enter,
        }
        one = "/sandbox/people/{id}"
        return [
            Route("/sandbox/people", self._people),
            *(Route(f"{one}/{name}", self._acting(act), methods=["POST"]) for name, act in acts.items()),
            Route(f"{one}/block", self._block, methods=["POST"]),
            Route(f"{one}/chat", self._chat),
            Route(f"{one}/menu", self._menu),
            Route("/sandbox/media/{media}", self._media),
        ]

    def _person(self, request: Request) -> Person:
        person = self._world.people.find(request.path_params["id"])
        if person is None:
            raise ActRefused(404, f"nobody is called {request.path_params['id']}")
        return person

    def _acting(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            bubble = await act(self._person(request), request)
            return JSONResponse({"ok": True, "bubble": bubble.id})

        return serve

    async def _people(self, _request: Request) -> Response:
        chats = self._world.chats
        return JSONResponse(
            [
                {
                    "id": person.id,
                    "who": person.name,
                    "note": person.note,
                    "channel": person.channel,
                    "account": person.account,
                    "language": person.language,
                    "blocked": person.blocked,
                    "unread": chats.unread(person),
                }
                for person in self._world.people.all()
            ]
        )

    async def _say(self, person: Person, request: Request) -> Bubble:
        return await self._phones[person.channel].say(person, text_of(await read_json(request), "text"))

    async def _press(self, person: Person, request: Request) -> Bubble:
        told, phone = await read_json(request), self._phones[person.channel]
        if "menu" in told:
            return await phone.menu(person, text_of(told, "menu"))
        button_id = text_of(told, "button")
        found = self._world.chats.button(person, button_id)
        if found is None:
            raise ActRefused(404, f"no such button on this phone: {button_id}")
        bubble, button = found
        if button.greyed:
            raise ActRefused(409, f"the button is greyed: {button.text}")
        return await phone.press(person, bubble, button)

    async def _scan(self, person: Person, request: Request) -> Bubble:
        return await self._phones[person.channel].scan(person, await self._code(person, request))

    async def _code(self, person: Person, request: Request) -> str:
        if is_multipart(request):
            return await _decode((await read_upload(request)).data)
        told = await read_json(request)
        if "code" in told:
            return text_of(told, "code").strip()
        if "data" in told:
            return await _decode(decode_upload(told).data)
        return await _decode(await self._picture(person, told.get("picture")))

    async def _picture(self, person: Person, where: object) -> bytes:
        """The picture in a bubble, of the sandbox, or at an address of Fuma's."""
        text = str(where or "")
        bubble = self._world.chats.bubble(int(text)) if text.isdecimal() else None
        kept = _MEDIA.search(text)
        media = bubble.picture if bubble else self._world.media.find(kept.group(1)) if kept else None
        if media is not None:
            return media.data
        if not self._world.fuma.owns(text):
            raise ActRefused(404, f"no such picture: {text}")
        try:
            answer = await self._world.fuma.page(text, {"Accept-Language": person.language})
        except FumaUnreachable as error:
            raise ActRefused(502, f"the picture can't be had: {error}") from error
        return answer.body

    async def _photo(self, person: Person, request: Request) -> Bubble:
        upload = await read_upload(request)
        return await self._phones[person.channel].photo(person, upload.data, upload.name, upload.caption)

    async def _file(self, person: Person, request: Request) -> Bubble:
        upload = await read_upload(request)
        return await self._phones[person.channel].file(person, upload.data, upload.name, upload.caption)

    async def _enter(self, person: Person, _request: Request) -> Bubble:
        return await self._phones[person.channel].enter(person)

    async def _block(self, request: Request) -> Response:
        person, told = self._person(request), await read_json(request)
        if not isinstance(told.get("blocked"), bool):
            raise ActRefused(400, "blocked is true or false")
        self._phones[person.channel].block(person, blocked=told["blocked"])
        return JSONResponse({"ok": True})

    async def _chat(self, request: Request) -> Response:
        after, since = (_number(request, name) for name in ("after", "since_revision"))
        bubbles = self._world.chats.read(self._person(request), after or 0, since)
        return JSONResponse([bubble.as_json() for bubble in bubbles])

    async def _menu(self, request: Request) -> Response:
        person = self._person(request)
        return JSONResponse(self._phones[person.channel].menu_of(person))

    async def _media(self, request: Request) -> Response:
        media = self._world.media.find(request.path_params["media"])
        if media is None:
            raise ActRefused(404, "no such file")
        return Response(media.data, media_type=media.mime, headers={"X-Content-Type-Options": "nosniff"})


async def _decode(data: bytes) -> str:
    try:
        code = await asyncio.to_thread(read_code, data)
    except ValueError as error:
        raise ActRefused(400, str(error)) from error
    if code is None:
        raise ActRefused(422, "there is no code in the picture")
    return code


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    if text and not text.isdecimal():
        raise ActRefused(400, f"{name} is a number")
    return int(text) if text else None


def act_refused(_request: Request, error: Exception) -> Response:
    """A refused act as the people API answers it."""
    status = error.status if isinstance(error, ActRefused) else 500
    return JSONResponse({"error": str(error)}, status)


def number_of(told: dict[str, Any], name: str, default: float) -> float:
    """A number in the request; raises ActRefused if it is none or not above 0."""
    value = told.get(name, default)
    if not isinstance(value, int | float) or value <= 0:
        raise ActRefused(400, f"{name} is a number of seconds")
    return float(value)
