"""The one row a peer writes at the end of a conversation: plain sqlite3, the least there is."""

import sqlite3


class Rows:
    """A table of sheets in a file."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("CREATE TABLE sheets (account INTEGER, department INTEGER, whole INTEGER, words TEXT)")

    def put(self, account: int, department: int, whole: int, words: str) -> None:
        """Writes a sheet down."""
        self._connection.execute("INSERT INTO sheets VALUES (?, ?, ?, ?)", (account, department, whole, words))
