"""Telegram: python-telegram-bot as client and parser, sending by aiohttp."""

import logging
import os

# Must stand before `telegram` is first imported. Without it each answer "too many requests" raises two deprecation
# warnings, and where warnings are errors the wait it names is lost.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# At level DEBUG the library logs every request with its words: names and messages of people.
logging.getLogger("telegram").setLevel(logging.INFO)
