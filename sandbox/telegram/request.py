"""A call of the Bot API, whichever way its fields came."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sandbox.telegram.refusals import Refused, bad

MAX_FILE = 50_000_000
MAX_BODY = MAX_FILE + 1_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method's fields by name and the files that came with it; JSON may be a value or its text."""

    method: str
    fields: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def string(self, name: str) -> str:
        """A field as text, empty if absent."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """A field as a whole number; raises a 400 if it is none."""
        value = self.fields.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise bad(f'field "{name}" must be a valid Number') from error

    def flag(self, name: str) -> bool:
        """Whether a field says yes."""
        return str(self.fields.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> object:
        """A field's JSON, None if absent; raises a 400 if it can't be read."""
        value = self.fields.get(name)
        if not isinstance(value, str) or not value:
            return None if value == "" else value
        try:
            told: object = json.loads(value)
        except ValueError as error:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from error
        return told


async def read_call(request: Request, method: str) -> Call:
    """Reads the fields from the query and from a JSON, form or multipart body; raises a 400 or 413."""
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise Refused(413, "Request Entity Too Large")
    fields: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return Call(method, fields | await _json(request))
    if kind not in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return Call(method, fields)
    files = {}
    try:
        async with request.form(max_files=20, max_fields=100) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = Upload(value.filename or name, await value.read())
                else:
                    fields[name] = value
    except HTTPException as error:
        raise bad("can't parse the multipart body") from error
    if any(len(upload.data) > MAX_FILE for upload in files.values()):
        raise Refused(413, "Request Entity Too Large")
    return Call(method, fields, files)


async def _json(request: Request) -> dict[str, Any]:
    body = await request.body()
    try:
        told = json.loads(body) if body else {}
    except ValueError as error:
        raise bad("can't parse JSON object") from error
    if not isinstance(told, dict):
        raise bad("object expected as the request's body")
    return told
