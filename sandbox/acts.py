"""What the people API lets a person do, whichever phone he has."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sandbox.chats import Bubble, Button
from sandbox.people import Person
from sandbox.refusals import ActRefused

MAX_FILE = 50_000_000
MAX_BODY = 70_000_000


class Phone(Protocol):
    """One platform's app in people's hands."""

    async def say(self, person: Person, text: str) -> Bubble:
        """Sends a text."""
        ...

    async def press(self, person: Person, bubble: Bubble, button: Button) -> Bubble:
        """Taps a button."""
        ...

    async def menu(self, person: Person, item: str) -> Bubble:
        """Taps an item of the menu."""
        ...

    def menu_of(self, person: Person) -> list[dict[str, Any]]:
        """The menu that the person sees."""
        ...

    async def scan(self, person: Person, code: str) -> Bubble:
        """Scans a code with that text."""
        ...

    async def photo(self, person: Person, data: bytes, name: str, caption: str) -> Bubble:
        """Sends a picture."""
        ...

    async def file(self, person: Person, data: bytes, name: str, caption: str) -> Bubble:
        """Sends a file."""
        ...

    async def enter(self, person: Person) -> Bubble:
        """Opens the bot's chat."""
        ...

    def block(self, person: Person, *, blocked: bool) -> None:
        """Shuts the bot out, or lets it in again."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sends."""

    name: str
    data: bytes
    caption: str


async def read_json(request: Request) -> dict[str, Any]:
    """The JSON object in a request, empty for an empty body; raises ActRefused."""
    _check_size(request)
    body = await request.body()
    try:
        told = json.loads(body) if body else {}
    except ValueError as error:
        raise ActRefused(400, "the body is not JSON") from error
    if not isinstance(told, dict):
        raise ActRefused(400, "the body is not a JSON object")
    return told


def text_of(told: dict[str, Any], name: str) -> str:
    """A text in the request; raises ActRefused if it isn't there."""
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise ActRefused(400, f"{name} is missing")
    return value


def is_multipart(request: Request) -> bool:
    """Whether the request brings a form with files."""
    return request.headers.get("content-type", "").startswith("multipart/form-data")


async def read_upload(request: Request) -> Upload:
    """The file in a request, as multipart or in JSON as base64; raises ActRefused."""
    upload = await _multipart(request) if is_multipart(request) else decode_upload(await read_json(request))
    if not upload.data:
        raise ActRefused(400, "the file is empty")
    if len(upload.data) > MAX_FILE:
        raise ActRefused(413, "the file is too big: 50 MB at most")
    return upload


def decode_upload(told: dict[str, Any]) -> Upload:
    """A file written in JSON as `name`, `data` and `caption`; raises ActRefused."""
    try:
        data = base64.b64decode(text_of(told, "data"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ActRefused(400, "data is not base64") from error
    return Upload(str(told.get("name") or "file"), data, str(told.get("caption") or ""))


async def _multipart(request: Request) -> Upload:
    _check_size(request)
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            part = form.get("file")
            if not isinstance(part, UploadFile):
                raise ActRefused(400, "the field file is missing")
            return Upload(part.filename or "file", await part.read(), str(form.get("caption") or ""))
    except HTTPException as error:
        raise ActRefused(400, "the form can't be read") from error


def _check_size(request: Request) -> None:
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise ActRefused(413, "the request is too big")
