"""The one small door to prebuilt SQL: Core statements compiled once and run by the driver's cursor.

The tables of the machinery (inbox, outbox, drafts …) are touched in every turn, where building and mapping a
statement costs more than running it. A `Statement` runs on the Session's own connection, inside its transaction;
pending objects of the Session are not flushed first.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, Dialect, Float, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from models.ground.refusals import Refusal

DEPTH = "savepoints"  # in a Session's info: how many are open
CONNECTION = "connection"  # in a Session's info: that of its transaction, begun, as asking for it each time costs

Convert = Callable[[Any], Any]
Places = Sequence[tuple[int, Convert]]
Results = Places | None


class CompiledStatement(NamedTuple):
    """A compiled statement: its parameters in order with what they are where not given, and what is to be converted
    on the way in and out, by place; `results` is None where no rows come.
    """

    sql: str
    parameters: list[tuple[str, Any]]
    binds: Places
    needed: frozenset[str]
    results: Results


def insert_into(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT of the session's dialect that can say what happens on a conflict."""
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """What is done inside is undone where it ends in a Refusal, which goes on; the transaction stands.

    By the driver's cursor, as the Session's own way costs as much as a small turn. After a refusal the Session knows
    no object any more: what is needed is read afresh. Each depth has a name of its own, and none is released: the
    commit does that for all of them.
    """
    session.flush()
    depth = session.info[DEPTH] = session.info.get(DEPTH, 0) + 1
    _do(session, f"SAVEPOINT depth_{depth}")
    try:
        yield
        session.flush()
    except Refusal:
        session.expunge_all()
        _do(session, f"ROLLBACK TO SAVEPOINT depth_{depth}")
        raise
    finally:
        session.info[DEPTH] = depth - 1


def _do(session: Session, sql: str) -> None:
    connection = session.info.get(CONNECTION) or session.connection()
    cursor = connection.connection.cursor()
    cursor.execute(sql)
    cursor.close()


class Statement:
    """A Core statement with bound parameters by name; call it with a Session and their values, exactly those, to get
    the rows.
    """

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause
        self._plans: dict[
            str, CompiledStatement
        ] = {}  # by driver: the engines of a process speak to it in the same way

    def __call__(self, session: Session, **values: Any) -> list[Any]:
        """The rows (empty for a statement that returns none), with values converted to Python's types."""
        cursor, results = self._execute(session, values)
        rows: list[Any] = cursor.fetchall() if results is not None else []
        cursor.close()
        if rows and results:
            rows = [list(row) for row in rows]
            for place, convert in results:
                for row in rows:
                    if row[place] is not None:
                        row[place] = convert(row[place])
        return rows

    def count(self, session: Session, **values: Any) -> int:
        """Runs a statement that changes rows and tells how many it touched."""
        cursor, _ = self._execute(session, values)
        touched: int = cursor.rowcount
        cursor.close()
        return touched

    def _execute(self, session: Session, values: dict[str, Any]) -> tuple[Any, Results]:
        connection = session.info.get(CONNECTION) or session.connection()
        plan = self._plan(connection.dialect)
        if values.keys() != plan.needed:
            raise TypeError(f"wants {sorted(plan.needed)}, not {sorted(values)}")
        bound = [values.get(name, default) for name, default in plan.parameters]
        for place, convert in plan.binds:
            bound[place] = convert(bound[place])
        cursor = connection.connection.cursor()
        cursor.execute(plan.sql, bound)
        return cursor, plan.results

    def _plan(self, dialect: Dialect) -> CompiledStatement:
        plan = self._plans.get(dialect.driver)
        if plan is None:
            plan = self._plans[dialect.driver] = self._compile(dialect)
        return plan

    def _compile(self, dialect: Dialect) -> CompiledStatement:
        compiled = self._clause.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - a Core statement compiles to nothing else
        parameters: list[tuple[str, Any]] = []
        binds: list[tuple[int, Convert]] = []
        needed = set()
        for place, name in enumerate(compiled.positiontup or ()):
            bind = compiled.binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            parameters.append((name, bind.effective_value))
            if convert is not None:
                binds.append((place, convert))
            if bind.required:
                needed.add(name)
        columns = getattr(self._clause, "selected_columns", None) or getattr(self._clause, "_returning", None)
        results = None
        if columns:
            converted = enumerate(_result_processor(column.type, dialect) for column in columns)
            results = [(place, convert) for place, convert in converted if convert is not None]
        return CompiledStatement(str(compiled), parameters, binds, frozenset(needed), results)


def _result_processor(type_: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(type_, Float):  # both drivers give floats already, and asking needs the server's own type number
        return None
    return type_.dialect_impl(dialect).result_processor(dialect, None)
