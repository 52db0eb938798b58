"""The page that asks a member who he is and sends him back with a code."""

import html
import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from sandbox.people import Person
from sandbox.wecom.agent import Agent
from sandbox.wecom.refusals import Refused

AUTHORIZE = "/wecom/connect/oauth2/authorize"
_STATE = re.compile(r"[A-Za-z0-9]{0,128}")
_SCOPES = frozenset({"snsapi_base", "snsapi_userinfo", "snsapi_privateinfo"})


def _check(agent: Agent, query: dict[str, str]) -> None:
    if query.get("appid") != agent.corp_id:
        raise Refused(40013, "invalid corpid")
    if not agent.world.fuma.owns(query.get("redirect_uri", "")):
        raise Refused(50001, "redirect_uri is not a trusted domain")
    if query.get("response_type") != "code" or query.get("scope") not in _SCOPES:
        raise Refused(40058, "response_type or scope invalid parameter")
    if not _STATE.fullmatch(query.get("state", "")):
        raise Refused(40058, "state invalid parameter")


def _back(agent: Agent, query: dict[str, str], person: Person) -> str:
    parts = urlsplit(query["redirect_uri"])
    answer = [("code", agent.oauth.issue(person)), ("state", query.get("state", ""))]
    return urlunsplit(parts._replace(query=urlencode(parse_qsl(parts.query) + answer), fragment=""))


def way_back(agent: Agent, address: str, person: Person) -> str | None:
    """Where the sign-in page sends that member on to; None if it refuses the address."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    try:
        _check(agent, query)
    except Refused:
        return None
    return _back(agent, query, person)


async def authorize(agent: Agent, request: Request) -> Response:
    """Offers the members to choose from; `person` in the address chooses at once."""
    query = dict(request.query_params)
    try:
        _check(agent, query)
    except Refused as refused:
        return PlainTextResponse(f"{refused.code} {refused.message}", 400)
    if "person" not in query:
        return HTMLResponse(_page(agent, query))
    person = agent.world.people.find(query["person"])
    if person is None or person.channel != "wecom":
        return PlainTextResponse("40003 invalid userid", 404)
    return RedirectResponse(_back(agent, query, person), 302)


def _page(agent: Agent, query: dict[str, str]) -> str:
    rows = "".join(
        f'<li><a href="?{html.escape(urlencode(query | {"person": person.id}))}">{html.escape(person.name)}</a></li>'
        for person in agent.world.people.all("wecom")
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>企业微信</title><h1>以谁的身份打开？</h1><ul>{rows}</ul></html>'
    )
