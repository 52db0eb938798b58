"""The pretend Telegram and WeCom: a program of its own, without a database, that Fuma's real channel code talks to."""
