"""The pretend Telegram: the Bot API, its updates, and what people do on their phones."""
