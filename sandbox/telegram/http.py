"""The Bot API over HTTP."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.telegram import editing, profile, sending
from sandbox.telegram.bot import Bot
from sandbox.telegram.refusals import Refused
from sandbox.telegram.request import Call, read_call

Method = Callable[[Bot, Call], Awaitable[object]]

METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "setwebhook": profile.set_webhook,
    "deletewebhook": profile.delete_webhook,
    "getwebhookinfo": profile.get_webhook_info,
    "getupdates": profile.get_updates,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "setchatmenubutton": profile.set_chat_menu_button,
    "getfile": profile.get_file,
    "answercallbackquery": profile.answer_callback_query,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "editmessagemedia": editing.edit_message_media,
    "deletemessage": editing.delete_message,
}


async def _unknown(_bot: Bot, _call: Call) -> object:
    raise Refused(404, "Not Found: method not found")


def routes(bot: Bot) -> list[Route]:
    """The two addresses of the Bot API: methods and files."""

    async def method(request: Request) -> Response:
        name = request.path_params["method"]
        call = Call(name, {})
        try:
            _admit(bot, request.path_params["token"])
            call = await read_call(request, name)
            result = await METHODS.get(name.lower(), _unknown)(bot, call)
        except Refused as refused:
            _record(bot, call, refused.description)
            return JSONResponse(refused.as_json(), refused.code)
        _record(bot, call, None)
        return JSONResponse({"ok": True, "result": result})

    async def file(request: Request) -> Response:
        stored = bot.files.at(request.path_params["path"])
        if request.path_params["token"] != bot.token or stored is None:
            refused = Refused(404, "Not Found")
            return JSONResponse(refused.as_json(), refused.code)
        return Response(stored.media.data, media_type="application/octet-stream")

    return [
        Route("/telegram/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/telegram/file/bot{token}/{path:path}", file),
    ]


def _admit(bot: Bot, token: str) -> None:
    if not bot.token or ":" not in token:
        raise Refused(404, "Not Found")
    if token != bot.token:
        raise Refused(401, "Unauthorized")


def _record(bot: Bot, call: Call, error: str | None) -> None:
    chat = call.string("chat_id")
    person = bot.world.people.holder("telegram", chat) if chat else None
    bot.world.wire.record("telegram", call.method, person.id if person else chat or None, error)
