"""The rows that a courier has in memory, and what has to wait in the table instead."""

from collections import Counter, deque
from itertools import islice

from models.ground.messages import Class
from models.post.outbox_table import Row

MOST = 2_000  # rows of a class in memory, beyond which those handed over wait in the table
URGENT = frozenset({Class.VERDICT.value, Class.REPLY.value})

Queue = tuple[str, str]  # a receiver's account and a class


def queue_of(row: Row) -> Queue:
    """Whose row it is, and of which class: within that, order holds."""
    return row.account, row.urgency


class Memory:
    """Each class has its own room, and what is urgent always has: it never goes back behind a flood."""

    def __init__(self) -> None:
        self.put_off: set[Queue] = set()  # whose older rows are in the table: what follows has to wait there too
        self.looked: dict[str, int] = {}  # from which row on the table is looked through next, of each class
        self._rows: dict[int, Row] = {}  # every row in memory, until the table knows what became of it
        self._numbers: Counter[str] = Counter()  # how many of each class these are
        self._returning: dict[int, Row] = {}  # those of them that are on their way back to the table

    def __contains__(self, row: int) -> bool:
        return row in self._rows

    def __getitem__(self, row: int) -> Row:
        return self._rows[row]

    def __bool__(self) -> bool:
        return bool(self._rows)

    def number(self, urgency: str) -> int:
        """How many rows of a class are in memory."""
        return self._numbers[urgency]

    def has_room(self, urgency: str) -> bool:
        """Whether one more of a class may come."""
        return urgency in URGENT or self._numbers[urgency] < MOST

    def hold(self, row: Row) -> None:
        """Keeps a row, or what is new about one that is held."""
        if row.id not in self._rows:
            self._numbers[row.urgency] += 1
        self._rows[row.id] = row

    def forget(self, row: int) -> None:
        """The table knows what became of a row."""
        held = self._rows.pop(row, None)
        if held is not None:
            self._numbers[held.urgency] -= 1
        self._returning.pop(row, None)

    def let_go(self, rows: deque[Row]) -> None:
        """Whoever has the channel next claims what was held here."""
        for row in rows:
            self.forget(row.id)
        rows.clear()

    def send_back(self, *rows: Row) -> None:
        """Lets one receiver's rows of one class go back to the table, and what follows them."""
        for row in rows:
            self.put_off.add(queue_of(row))
            self.hold(row)
            self._returning[row.id] = row

    def returning(self, most: int) -> list[Row]:
        """Some of those that are to go back."""
        return list(islice(self._returning.values(), most))

    def returns(self, queue: Queue) -> bool:
        """Whether any row of a receiver and class is on its way back."""
        return any(queue_of(row) == queue for row in self._returning.values())

    def clear(self) -> None:
        """Forgets everything."""
        for memory in (self.put_off, self.looked, self._rows, self._numbers, self._returning):
            memory.clear()
