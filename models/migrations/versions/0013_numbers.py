"""Numbers and random ids

Visits, inquiries and cases get the numbers they would have got of their departments, in the order in which they were
asked for; departments get the usual mark, or the beginning of their names. Buttons that stand in chats keep working.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

import models.ground.base
from models.ground.codes import new_id
from models.register.numbers import MARK_OF_SUPERVISOR, MARKS
from models.time.moments import day_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ON_BUTTONS = {
    "v": "visits",
    "n": "visitors",
    "q": "inquiries",
    "f": "follow_ups",
    "p": "paper_notices",
    "d": "drafts",
}
NUMBERED = ("visits", "inquiries", "cases")
MANY = 500  # rows written at once

Taken = tuple[int, str, datetime, int, str]  # a row's region and kind, when it was asked for, its id, its mark


def upgrade() -> None:
    _add()
    connection = op.get_bind()
    for kind, table in ON_BUTTONS.items():
        _give_ids(connection, kind, table)
    _give_marks(connection)
    _give_numbers(connection, [*_visits(connection), *_inquiries(connection), *_cases(connection)])
    for table in ON_BUTTONS.values():
        op.create_index(f"ix_{table}_public_id", table, ["public_id"], unique=True)
    op.create_index("ix_departments_mark", "departments", ["region_id", "mark"], unique=True)


def _add() -> None:
    op.create_table(
        "series",
        sa.Column("region_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region_id", "kind", "mark", "year", name=op.f("pk_series")),
    )
    op.create_table(
        "shipped_buttons",
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_shipped_buttons")),
    )
    for table in ON_BUTTONS.values():
        op.add_column(table, _words("public_id", 16))
    op.add_column("drafts", _words("secret", 16))
    op.add_column("departments", _words("mark", 8))
    for table in NUMBERED:
        op.add_column(table, _words("number_mark", 8))
        for column in ("number_year", "number_serial"):
            op.add_column(table, sa.Column(column, sa.Integer(), server_default="0", nullable=False))


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def _give_ids(connection: sa.Connection, kind: str, table: str) -> None:
    names = ("public_id", "secret") if table == "drafts" else ("public_id",)
    numbers = list(connection.scalars(sa.text(f"SELECT id FROM {table} ORDER BY id")))  # noqa: S608 - names of ours
    _write(connection, table, names, ((*(new_id() for _ in names), number) for number in numbers))
    if numbers:
        row = {"kind": kind, "last": numbers[-1]}
        connection.execute(sa.text("INSERT INTO shipped_buttons (kind, last) VALUES (:kind, :last)"), row)


def _give_marks(connection: sa.Connection) -> None:
    """The usual mark where it is free, or as little of the name as is; the supervisor's is never free."""
    taken: dict[int, set[str]] = defaultdict(lambda: {MARK_OF_SUPERVISOR})
    query = "SELECT d.id, d.region_id, d.name, r.name FROM departments d JOIN regions r ON r.id = d.region_id"
    given = []
    for number, region, name, place in connection.execute(sa.text(f"{query} ORDER BY d.id")):
        mark = next(mark for mark in _marks(name, place) if mark not in taken[region])
        taken[region].add(mark)
        given.append((mark, number))
    _write(connection, "departments", ("mark",), given)


def _marks(name: str, place: str) -> Iterator[str]:
    plain = "".join(sign for sign in name if not sign.isdigit())
    short = plain.removeprefix(place).lstrip(MARKS["levels"])
    yield from (mark for words, mark in MARKS["usual"].items() if words in short)
    ending = next((each for each in MARKS["endings"] if short.endswith(each) and short != each), "")
    stem = short.removesuffix(ending) or plain or MARKS["nameless"]
    for length in (2, *range(3, 9)):
        yield stem[:length]
    for ordinal in range(0x4E00, 0x9FA5):
        yield stem[:2] + chr(ordinal)


def _visits(connection: sa.Connection) -> Iterator[Taken]:
    return _taken(
        connection,
        "visit",
        "SELECT d.region_id AS region, v.requested_at AS at, v.id AS id, d.mark AS mark FROM visits v"
        " JOIN parts p ON p.id = (SELECT min(id) FROM parts WHERE visit_id = v.id)"
        " JOIN departments d ON d.id = p.department_id",
    )


def _inquiries(connection: sa.Connection) -> Iterator[Taken]:
    return _taken(
        connection,
        "inquiry",
        "SELECT CASE WHEN q.confidential OR d.id IS NULL THEN q.region_id ELSE d.region_id END AS region,"
        " q.asked_at AS at, q.id AS id,"
        " CASE WHEN q.confidential OR d.id IS NULL THEN :mark ELSE d.mark END AS mark FROM inquiries q"
        " LEFT JOIN holdings h ON h.id = (SELECT min(id) FROM holdings WHERE inquiry_id = q.id)"
        " LEFT JOIN departments d ON d.id = coalesce(h.department_id, q.department_id)",
    )


def _cases(connection: sa.Connection) -> Iterator[Taken]:
    query = "SELECT region_id AS region, opened_at AS at, id, :mark AS mark FROM cases"
    return _taken(connection, "case", query)


def _taken(connection: sa.Connection, kind: str, query: str) -> Iterator[Taken]:
    known = {"mark": MARK_OF_SUPERVISOR} if ":mark" in query else {}
    rows = connection.execute(sa.text(query).columns(at=models.ground.base.Moment(), mark=sa.String()), known)
    return ((row.region, kind, row.at, row.id, row.mark) for row in rows)


def _give_numbers(connection: sa.Connection, rows: Sequence[Taken]) -> None:
    last: dict[tuple[int, str, str, int], int] = defaultdict(int)
    given: dict[str, list[tuple[str, int, int, int]]] = {"visit": [], "inquiry": [], "case": []}
    for region, kind, at, number, mark in sorted(rows, key=lambda row: (row[2], row[3])):
        series = (region, kind, mark, day_of(at).year)
        last[series] += 1
        given[kind].append((mark, series[3], last[series], number))
    for kind, table in zip(given, NUMBERED, strict=True):
        _write(connection, table, ("number_mark", "number_year", "number_serial"), given[kind])
    if last:
        columns = ("region_id", "kind", "mark", "year", "last")
        insert = sa.text(f"INSERT INTO series VALUES (:{', :'.join(columns)})")  # noqa: S608 - names of ours
        connection.execute(insert, [dict(zip(columns, (*key, count), strict=True)) for key, count in last.items()])


def _write(connection: sa.Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets these columns of a table; the last of each row is its id."""
    sets = ", ".join(f"{name} = :{name}" for name in names)
    update = sa.text(f"UPDATE {table} SET {sets} WHERE id = :id")  # noqa: S608 - names of ours
    values = [dict(zip((*names, "id"), row, strict=True)) for row in rows]
    for start in range(0, len(values), MANY):
        connection.execute(update, values[start : start + MANY])


def downgrade() -> None:
    op.drop_index("ix_departments_mark", "departments")
    for table in ON_BUTTONS.values():
        op.drop_index(f"ix_{table}_public_id", table)
    for table in NUMBERED:
        for column in ("number_mark", "number_year", "number_serial"):
            op.drop_column(table, column)
    op.drop_column("departments", "mark")
    op.drop_column("drafts", "secret")
    for table in ON_BUTTONS.values():
        op.drop_column(table, "public_id")
    op.drop_table("shipped_buttons")
    op.drop_table("series")
