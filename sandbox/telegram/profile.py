"""What a bot says about itself, where its updates go, its files, and its answers to presses."""

import re
from typing import Any

from sandbox.people import Person
from sandbox.telegram.bot import Bot
from sandbox.telegram.files import MAX_DOWNLOAD
from sandbox.telegram.refusals import bad
from sandbox.telegram.request import Call
from sandbox.telegram.updates import MAX_CONNECTIONS, Webhook

ANSWER_SECONDS = 15.0
MAX_ANSWER = 200
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def get_me(bot: Bot, _call: Call) -> object:
    """The bot itself."""
    abilities = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
    return bot.profile() | dict.fromkeys(abilities, False)


async def set_webhook(bot: Bot, call: Call) -> object:
    """Where updates go from now on; an empty address means getUpdates."""
    url = call.string("url")
    if not url:
        return await delete_webhook(bot, call)
    if not bot.world.fuma.owns(url):
        raise bad("bad webhook: only Fuma's own address can be reached from the sandbox")
    if not _SECRET.fullmatch(call.string("secret_token")):
        raise bad("secret token contains unallowed characters")
    connections = min(max(call.number("max_connections", MAX_CONNECTIONS), 1), MAX_CONNECTIONS)
    _choose_kinds(bot, call)
    if call.flag("drop_pending_updates"):
        bot.updates.drop()
    bot.updates.point_to(Webhook(url, call.string("secret_token"), connections))
    return True


async def delete_webhook(bot: Bot, call: Call) -> object:
    """Updates wait for getUpdates from now on."""
    if call.flag("drop_pending_updates"):
        bot.updates.drop()
    bot.updates.point_to(None)
    return True


async def get_webhook_info(bot: Bot, _call: Call) -> object:
    """The webhook and what waits for it."""
    webhook = bot.updates.webhook
    told: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": bot.updates.pending,
    }
    if webhook:
        told["max_connections"] = webhook.connections
    if bot.updates.allowed:
        told["allowed_updates"] = list(bot.updates.allowed)
    if bot.updates.last_error:
        told["last_error_date"], told["last_error_message"] = bot.updates.last_error
    return told


async def get_updates(bot: Bot, call: Call) -> object:
    """The next updates; a higher offset confirms those below it."""
    limit = min(max(call.number("limit", 100), 1), 100)
    _choose_kinds(bot, call)
    return await bot.updates.poll(call.number("offset"), limit, min(max(call.number("timeout"), 0), 50))


def _choose_kinds(bot: Bot, call: Call) -> None:
    kinds = call.structure("allowed_updates")
    if "allowed_updates" in call.fields:
        bot.updates.allowed = tuple(map(str, kinds)) if isinstance(kinds, list) else ()


async def set_my_commands(bot: Bot, call: Call) -> object:
    """The menu of commands for a scope and language."""
    commands = call.structure("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH" if isinstance(commands, list) else "can't parse commands JSON object")
    bot.commands[_scope(call)] = [_command(command) for command in commands]
    return True


async def get_my_commands(bot: Bot, call: Call) -> object:
    """The menu of commands for a scope and language."""
    return bot.commands.get(_scope(call), [])


async def set_chat_menu_button(_bot: Bot, _call: Call) -> object:
    """Which button stands beside the input; the phones always show the commands."""
    return True


async def get_file(bot: Bot, call: Call) -> object:
    """Where a file can be got from, if it has at most 20 MB."""
    stored = bot.files.find(call.string("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    if stored.shape["file_size"] > MAX_DOWNLOAD:
        raise bad("file is too big")
    known = ("file_id", "file_unique_id", "file_size")
    return {name: stored.shape[name] for name in known} | {"file_path": stored.path}


async def answer_callback_query(bot: Bot, call: Call) -> object:
    """Ends the wait after a press, with a notice or without, within 15 seconds of wall time."""
    query = bot.queries.get(call.string("callback_query_id"))
    if query is None or bot.world.clock.wall() - query.at > ANSWER_SECONDS:
        raise bad(_TOO_OLD)
    text = call.string("text")
    if len(text) > MAX_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    if text:
        query.bubble.notice = text
        bot.world.chats.touch(query.bubble)
    return True


def commands_for(bot: Bot, person: Person) -> list[dict[str, str]]:
    """The commands that a person's menu shows: his chat's before the general ones, his language's first."""
    scopes = (f"chat:{person.account}", "all_private_chats", "default")
    for scope in scopes:
        for language in (person.telegram_language.partition("-")[0], ""):
            if bot.commands.get((scope, language)):
                return bot.commands[scope, language]
    return []


def _scope(call: Call) -> tuple[str, str]:
    scope = call.structure("scope")
    kind = str(scope.get("type", "default")) if isinstance(scope, dict) else "default"
    chat = f":{scope.get('chat_id')}" if isinstance(scope, dict) and kind == "chat" else ""
    return kind + chat, call.string("language_code")


def _command(command: object) -> dict[str, str]:
    told = command if isinstance(command, dict) else {}
    name, description = str(told.get("command", "")).removeprefix("/"), str(told.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
