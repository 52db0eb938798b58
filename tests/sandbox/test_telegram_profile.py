"""The bot's own settings: webhook, commands, menu."""

import pytest

from tests.sandbox.stage import ZHAO, Stage


async def test_the_bot_says_who_it_is(stage: Stage) -> None:
    told = await stage.done("getMe")
    assert (told["id"], told["is_bot"], told["username"]) == (4242, True, "fuma_demo_bot")


async def test_the_webhook_is_told_as_it_was_set(stage: Stage) -> None:
    assert (await stage.done("getWebhookInfo")) == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }
    await stage.webhook(max_connections=3, allowed_updates=["message"])
    info = await stage.done("getWebhookInfo")
    assert info["url"] == f"{stage.options.fuma}/telegram/webhook"
    assert (info["max_connections"], info["allowed_updates"]) == (3, ["message"])
    await stage.bot("setWebhook", url="")
    assert (await stage.done("getWebhookInfo"))["url"] == ""


async def test_a_webhook_elsewhere_or_with_an_odd_secret_is_refused(stage: Stage) -> None:
    assert (await stage.refused("setWebhook", url="https://example.com/hook"))[1].startswith("Bad Request: bad webhook")
    fuma = stage.options.fuma
    told = await stage.refused("setWebhook", url=f"{fuma}/x", secret_token="no spaces")
    assert told == (400, "Bad Request: secret token contains unallowed characters")


COMMANDS = [{"command": "/help", "description": "帮助"}, {"command": "cancel", "description": "取消"}]


async def test_commands_come_back_and_stand_in_the_menu_by_language_and_scope(stage: Stage) -> None:
    english = [{"command": "help", "description": "Help"}]
    own = [{"command": "mine", "description": "only here"}]
    await stage.bot("setMyCommands", commands=COMMANDS)
    await stage.bot("setMyCommands", commands=english, language_code="en", scope={"type": "all_private_chats"})
    await stage.bot("setMyCommands", commands=own, scope={"type": "chat", "chat_id": ZHAO}, language_code="zh")
    assert (await stage.bot("getMyCommands"))["result"][0] == {"command": "help", "description": "帮助"}
    zhao, qian = [(await stage.web.get(f"/sandbox/people/{one}/menu")).json() for one in ("zhao", "qian")]
    assert zhao == [{"id": "mine", "text": "only here", "type": "command", "children": []}]
    assert [one["text"] for one in qian] == ["Help"]
    await stage.bot("setMyCommands", commands=[], scope={"type": "chat", "chat_id": ZHAO}, language_code="zh")
    assert [one["id"] for one in (await stage.web.get("/sandbox/people/zhao/menu")).json()] == ["help", "cancel"]
    await stage.does("zhao", "press", menu="cancel")
    assert (await stage.last("zhao"))["text"] == "/cancel"
    assert (await stage.act("zhao", "press", menu="dance"))[0] == 404


async def test_without_commands_the_menu_is_empty(stage: Stage) -> None:
    assert (await stage.web.get("/sandbox/people/zhao/menu")).json() == []
    assert (await stage.bot("getMyCommands"))["result"] == []


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ("x", "can't parse commands JSON object"),
        ({"command": "x"}, "can't parse commands JSON object"),
        ([{"command": "x", "description": "y"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ([{"command": "Upper", "description": "y"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "y"}], "BOT_COMMAND_INVALID"),
        (["help"], "BOT_COMMAND_INVALID"),
        ([{"command": "x"}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "x", "description": "y" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_wrong_commands_are_refused(stage: Stage, commands: object, words: str) -> None:
    assert await stage.refused("setMyCommands", commands=commands) == (400, f"Bad Request: {words}")


async def test_the_menu_button_can_be_set(stage: Stage) -> None:
    told = await stage.bot("setChatMenuButton", menu_button={"type": "commands"})
    assert told == {"ok": True, "result": True}
