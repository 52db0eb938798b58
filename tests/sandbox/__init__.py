"""Tests of the pretend Telegram and WeCom."""
