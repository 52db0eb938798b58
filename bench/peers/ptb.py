"""The peer: python-telegram-bot with its ConversationHandler, in memory, as its examples are written."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest, RequestData

from bench.peers.rows import Rows
from bench.peers.web import serve
from bench.story import (
    ASKS_DEPARTMENT,
    ASKS_REASONS,
    ASKS_WHOLE,
    ASKS_WORDS,
    LEVELS,
    REASONS,
    THANKS,
    TOKEN,
)

DEPARTMENT, WHOLE, FITTING, WORDS = range(4)
Context = ContextTypes.DEFAULT_TYPE


class AiohttpTransport(BaseRequest):
    """The transport that one writes when httpx turns out to be slow."""

    async def initialize(self) -> None:
        """Opens the session."""
        self._session = aiohttp.ClientSession()

    async def shutdown(self) -> None:
        """Closes it."""
        await self._session.close()

    @property
    def read_timeout(self) -> float:
        """Seconds."""
        return 5.0

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        """One call."""
        data = request_data.json_parameters if request_data else None
        async with self._session.request(method, url, data=data) as response:
            return response.status, await response.read()


def _keyboard(labels: tuple[str, ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=str(n))] for n, label in enumerate(labels)])


async def _begin(update: Update, context: Context) -> int:
    assert update.callback_query is not None
    assert update.effective_chat is not None
    await update.callback_query.answer()
    await context.bot.send_message(update.effective_chat.id, ASKS_DEPARTMENT, reply_markup=_keyboard(LEVELS))
    return DEPARTMENT


async def _department(update: Update, context: Context) -> int:
    assert update.callback_query is not None
    assert update.effective_chat is not None
    assert context.user_data is not None
    await update.callback_query.answer()
    context.user_data["department"] = int(update.callback_query.data or 0)
    await context.bot.send_message(update.effective_chat.id, ASKS_WHOLE, reply_markup=_keyboard(LEVELS))
    return WHOLE


async def _whole(update: Update, context: Context) -> int:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["whole"] = int(update.message.text or 0)
    await update.message.reply_text(ASKS_REASONS, reply_markup=_keyboard(REASONS))
    return FITTING


async def _reasons(update: Update, context: Context) -> int:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["reasons"] = update.message.text
    await update.message.reply_text(ASKS_WORDS)
    return WORDS


async def _words(update: Update, context: Context) -> int:
    assert update.message is not None
    assert context.user_data is not None
    given = context.user_data
    rows: Rows = context.bot_data["rows"]
    rows.put(update.message.chat_id, given["department"], given["whole"], update.message.text or "")
    await update.message.reply_text(THANKS)
    return ConversationHandler.END


def main() -> None:
    """Runs the bot."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--api", required=True)
    options.add_argument("--rows", required=True)
    options.add_argument("--transport", choices=["httpx", "aiohttp"], required=True)
    given = options.parse_args()
    builder = Application.builder().token(TOKEN).base_url(f"{given.api}/bot").updater(None)
    if given.transport == "aiohttp":
        builder = builder.request(AiohttpTransport())
    application = builder.build()
    typed = filters.TEXT & ~filters.COMMAND
    application.add_handler(
        ConversationHandler(
            entry_points=[CallbackQueryHandler(_begin, pattern=r"1\.sheet\.")],
            states={
                DEPARTMENT: [CallbackQueryHandler(_department)],
                WHOLE: [MessageHandler(typed, _whole)],
                FITTING: [MessageHandler(typed, _reasons)],
                WORDS: [MessageHandler(typed, _words)],
            },
            fallbacks=[],
        )
    )
    application.bot_data["rows"] = Rows(given.rows)

    @asynccontextmanager
    async def life() -> AsyncIterator[None]:
        async with application:
            await application.start()
            yield
            await application.stop()

    async def handle(update: dict[str, Any]) -> None:
        await application.update_queue.put(Update.de_json(update, application.bot))

    serve(given.port, handle, life)


if __name__ == "__main__":
    main()
