"""WeCom's API over HTTP: every answer is a 200 with an errcode, except for files."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.wecom import groups, menus, sending, updating
from sandbox.wecom.agent import Agent
from sandbox.wecom.oauth import AUTHORIZE, authorize
from sandbox.wecom.refusals import Refused

BASE = "/wecom/cgi-bin"
MAX_BODY = 32_000_000
Body = dict[str, Any]
Served = Body | Response
OK = {"errcode": 0, "errmsg": "ok"}


async def _gettoken(agent: Agent, request: Request) -> Served:
    corp_id, secret = (request.query_params.get(name, "") for name in ("corpid", "corpsecret"))
    if not corp_id:
        raise Refused(41002, "corpid missing")
    if not secret:
        raise Refused(41004, "corpsecret missing")
    if corp_id != agent.corp_id:
        raise Refused(40013, "invalid corpid")
    if secret != agent.secret:
        raise Refused(40001, "invalid credential")
    return OK | {"access_token": agent.tokens.issue(), "expires_in": 7200}


async def _send(agent: Agent, request: Request) -> Served:
    raw = await request.body()
    body = sending.read_body(raw)
    request.state.to = str(body.get("touser") or "") or None
    answer, request.state.dropped = await sending.send(agent, raw)
    return answer


async def _update_card(agent: Agent, request: Request) -> Served:
    body = sending.read_body(await request.body())
    request.state.to = "|".join(map(str, body.get("userids") or [])) or None
    return updating.update_template_card(agent, body)


async def _recall(agent: Agent, request: Request) -> Served:
    return updating.recall(agent, sending.read_body(await request.body()))


async def _group_create(agent: Agent, request: Request) -> Served:
    return groups.create(agent, sending.read_body(await request.body()))


async def _group_get(agent: Agent, request: Request) -> Served:
    return groups.describe(agent, request.query_params.get("chatid", ""))


async def _group_send(agent: Agent, request: Request) -> Served:
    body = sending.read_body(await request.body())
    request.state.to = str(body.get("chatid") or "") or None
    answer, request.state.dropped = groups.send(agent, body)
    return answer


async def _upload(agent: Agent, request: Request) -> Served:
    kind = request.query_params.get("type", "")
    try:
        async with request.form(max_files=1, max_fields=10) as form:
            part = form.get("media")
            # WeCom reads only the plain filename="…"; the encoded filename*= leaves it without a file
            if not isinstance(part, UploadFile) or "filename*" in part.headers.get("content-disposition", ""):
                raise Refused(44001, "empty media data")
            data, name = await part.read(), part.filename or "file"
    except HTTPException as error:
        raise Refused(44001, "empty media data") from error
    media_id = agent.media.upload(kind, data, name)
    return OK | {"type": kind, "media_id": media_id, "created_at": str(int(agent.world.clock.wall()))}


async def _download(agent: Agent, request: Request) -> Served:
    media = agent.media.find(request.query_params.get("media_id", ""))
    headers = {"Content-Disposition": f"attachment; filename=\"media\"; filename*=utf-8''{quote(media.name)}"}
    return Response(media.data, media_type=media.mime, headers=headers)


async def _menu_create(agent: Agent, request: Request) -> Served:
    sending.check_agent(agent, dict(request.query_params))
    agent.menu = menus.check_menu(sending.read_body(await request.body()))
    return OK


async def _menu_get(agent: Agent, request: Request) -> Served:
    sending.check_agent(agent, dict(request.query_params))
    if not agent.menu:
        raise Refused(46003, "menu no exist")
    return OK | {"button": agent.menu}


async def _menu_delete(agent: Agent, request: Request) -> Served:
    sending.check_agent(agent, dict(request.query_params))
    agent.menu = []
    return OK


async def _callback_ips(_agent: Agent, _request: Request) -> Served:
    return OK | {"ip_list": ["127.0.0.1"]}


async def _user_info(agent: Agent, request: Request) -> Served:
    code = request.query_params.get("code", "")
    if not code:
        raise Refused(41008, "missing code")
    return OK | {"userid": agent.oauth.use(code).account}


async def _user(agent: Agent, request: Request) -> Served:
    person = agent.world.people.holder("wecom", request.query_params.get("userid", ""))
    if person is None:
        raise Refused(60111, "userid not found")
    return OK | {"userid": person.account, "name": person.name, "department": [1], "status": 1, "enable": 1}


Endpoint = Callable[[Agent, Request], Awaitable[Served]]

ENDPOINTS: dict[str, tuple[str, Endpoint]] = {
    "gettoken": ("GET", _gettoken),
    "message/send": ("POST", _send),
    "message/update_template_card": ("POST", _update_card),
    "message/recall": ("POST", _recall),
    "appchat/create": ("POST", _group_create),
    "appchat/get": ("GET", _group_get),
    "appchat/send": ("POST", _group_send),
    "media/upload": ("POST", _upload),
    "media/get": ("GET", _download),
    "menu/create": ("POST", _menu_create),
    "menu/get": ("GET", _menu_get),
    "menu/delete": ("GET", _menu_delete),
    "getcallbackip": ("GET", _callback_ips),
    "auth/getuserinfo": ("GET", _user_info),
    "user/get": ("GET", _user),
}


def routes(agent: Agent) -> list[Route]:
    """All addresses of the API, and the sign-in page."""

    async def page(request: Request) -> Response:
        return await authorize(agent, request)

    served = [
        Route(f"{BASE}/{path}", _guarded(agent, path, endpoint), methods=[method])
        for path, (method, endpoint) in ENDPOINTS.items()
    ]
    return [*served, Route(AUTHORIZE, page)]


def _guarded(agent: Agent, path: str, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        request.state.to, request.state.dropped = None, []
        try:
            _admit(agent, path, request)
            answer = await endpoint(agent, request)
        except Refused as refused:
            _record(agent, path, request, f"{refused.code} {refused.message}")
            return JSONResponse(refused.as_json())
        _record(agent, path, request, None)
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    return serve


def _admit(agent: Agent, path: str, request: Request) -> None:
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise Refused(45001, "request size out of limit")
    if path != "gettoken":
        agent.tokens.check(request.query_params.get("access_token", ""))


def _record(agent: Agent, path: str, request: Request, error: str | None) -> None:
    member = agent.world.people.holder("wecom", request.state.to or "")
    entry = agent.world.wire.record("wecom", path, member.id if member else request.state.to, error)
    entry["dropped"] = request.state.dropped
