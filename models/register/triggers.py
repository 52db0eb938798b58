"""Triggers: what the database itself does when a row that bears a right changes, whoever changes it.

They count editions (models/register/editions.py), and note rights that may have ended
(models/register/lost_rights.py). They are declared here and nowhere else, and are no part of a single version of the
schema: what creates the tables creates them, and models/migrations/env.py takes them away before the scripts run and
puts them back after the newest.

On PostgreSQL they are of statements, as those of rows are quadratic where all count in one row. SQLite knows only
those of rows; where another program has left recursive_triggers off, REPLACE takes rows away without a word, so what is
in the way of a row is looked for before it comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, event, text

from models.ground.base import metadata
from models.register.lost_rights import Lost

PREFIX = "fuma_"

REGISTER_TABLES = (
    "people",
    "identities",
    "appointments",
    "departments",
    "sections",
    "matters",
    "regions",
    "enterprises",
    "signs",
    "announced_days",
)
"""Any change in them is counted as the register's next edition: copies have whole rows."""

OF_VISITS = ("parts", "visitors")
"""Any change in them is the next edition of the visit they belong to."""

COUNTED_TABLES = frozenset({*REGISTER_TABLES, *OF_VISITS, "visits"})


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Rows that bear a right while `bears` is true of them, in SQL, as long as the columns `by` stay as they are and
    `as_good` is true of the new row and the old. `unique` are columns by which another row can push one out; `noted` of
    a note's columns are taken from the row.
    """

    table: str
    what: Lost
    bears: str
    person: str
    by: tuple[str, ...] = ()
    as_good: str = "TRUE"
    unique: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


BEARERS = (
    Bearer(table="people", what=Lost.PERSON, bears="{row}.suspended_at IS NULL", person="id"),
    Bearer(
        table="people",
        what=Lost.CARD,
        bears="{row}.card_valid_until IS NOT NULL",
        person="id",
        as_good="{new}.card_valid_until >= {old}.card_valid_until",
    ),
    Bearer(
        table="appointments",
        what=Lost.APPOINTMENT,
        bears="{row}.ended_at IS NULL",
        person="person_id",
        by=("person_id", "role", "department_id", "enterprise_id", "region_id"),
        noted=("role", "department_id", "enterprise_id", "region_id"),
    ),
    Bearer(
        table="identities",
        what=Lost.ACCOUNT,
        bears="{row}.id IS NOT NULL",
        person="person_id",
        by=("person_id", "channel", "account"),
        unique=("channel", "account"),
        noted=("channel", "account"),
    ),
)


def create(connection: Connection) -> None:
    """Puts every trigger into a database that has the newest tables, in place of those there are."""
    drop(connection)
    first = "INSERT INTO editions (name, number) SELECT 'register', 0 WHERE NOT EXISTS (SELECT 1 FROM editions)"
    connection.execute(text(first))
    if connection.dialect.name == "sqlite":
        statements = list(_of_sqlite())
    else:
        schema = str(connection.scalar(text("SELECT quote_ident(current_schema())")))
        statements = list(_of_postgresql(schema))
    for sql in statements:
        connection.exec_driver_sql(sql)


def drop(connection: Connection) -> None:
    """Takes every trigger away that a version of this file has put there."""
    if connection.dialect.name == "sqlite":
        find, away = "SELECT name FROM sqlite_master WHERE type = 'trigger'", "DROP TRIGGER {}"
    else:  # a trigger goes with its function
        find = "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        away = "DROP FUNCTION {}() CASCADE"
    for name in connection.scalars(text(find)).all():
        if name.startswith(PREFIX):
            connection.exec_driver_sql(away.format(name))


@event.listens_for(metadata, "after_create")
def _create_with_tables(_metadata: MetaData, connection: Connection, **_circumstances: Any) -> None:
    create(connection)


@event.listens_for(metadata, "before_drop")
def _drop_with_tables(_metadata: MetaData, connection: Connection, **_circumstances: Any) -> None:
    drop(connection)


_COUNT = "UPDATE {editions} SET number = number + 1 WHERE name = 'register'"


def _note(into: str, bearer: Bearer, source: str, row: str, where: str) -> str:
    """The statement that notes rows of a bearer, which `source` has under the name of `row`."""
    columns = ", ".join(("person_id", "what", *bearer.noted))
    values = ", ".join((f"{row}.{bearer.person}", f"'{bearer.what.value}'", *(f"{row}.{c}" for c in bearer.noted)))
    return f"INSERT INTO {into} ({columns}) SELECT {values} {source} WHERE {where}"


def _kept(bearer: Bearer, old: str, new: str, same: str) -> str:
    """That a row still bears what it bore, in SQL."""
    unchanged = (f"{new}.{column} {same} {old}.{column}" for column in bearer.by)
    as_good = bearer.as_good.format(new=new, old=old)
    return " AND ".join((f"{new}.id = {old}.id", bearer.bears.format(row=new), as_good, *unchanged))


# SQLite


def _of_sqlite() -> Iterator[str]:
    count = _COUNT.format(editions="editions")
    for table in REGISTER_TABLES:
        for act in ("INSERT", "UPDATE", "DELETE"):
            yield _row_trigger(f"register_{table}_{act}", f"AFTER {act} ON {table}", count)
    next_of = "UPDATE visits SET edition = edition + 1 WHERE id IN ({})"
    for table in OF_VISITS:
        replaced = next_of.format(f"NEW.visit_id, (SELECT visit_id FROM {table} WHERE id = NEW.id)")
        yield _row_trigger(f"visit_{table}_insert", f"BEFORE INSERT ON {table}", replaced)
        both = next_of.format("OLD.visit_id, NEW.visit_id")
        yield _row_trigger(f"visit_{table}_update", f"AFTER UPDATE ON {table}", both)
        yield _row_trigger(f"visit_{table}_delete", f"AFTER DELETE ON {table}", next_of.format("OLD.visit_id"))
    own = "AFTER UPDATE ON visits WHEN NEW.edition = OLD.edition"
    yield _row_trigger("visit_update", own, next_of.format("NEW.id"))
    replaced = "BEFORE INSERT ON visits WHEN EXISTS (SELECT 1 FROM visits WHERE id = NEW.id)"
    yield _row_trigger("visit_insert", replaced, count)  # it comes with any number, and so do those made of it
    yield _row_trigger("visit_delete", "AFTER DELETE ON visits", count)
    for bearer in BEARERS:
        yield from _notes_of_sqlite(bearer)


def _notes_of_sqlite(bearer: Bearer) -> Iterator[str]:
    name, table, bore = f"lost_{bearer.what.value}", bearer.table, bearer.bears.format(row="OLD")
    lost = f"{bore} AND NOT ({_kept(bearer, 'OLD', 'NEW', 'IS')})"
    yield _row_trigger(f"{name}_update", f"AFTER UPDATE ON {table}", _note("lost_rights", bearer, "", "OLD", lost))
    yield _row_trigger(f"{name}_delete", f"AFTER DELETE ON {table}", _note("lost_rights", bearer, "", "OLD", bore))
    out = f"{bearer.bears.format(row='o')} AND NOT ({_kept(bearer, 'o', 'NEW', 'IS')})"
    pushed = " AND ".join(f"o.{c} = NEW.{c}" for c in bearer.unique)
    of_same = f"(o.id = NEW.id{f' OR {pushed}' if pushed else ''})"
    note = _note("lost_rights", bearer, f"FROM {table} o", "o", f"{of_same} AND {out}")
    yield _row_trigger(f"{name}_insert", f"BEFORE INSERT ON {table}", note)
    if pushed:
        note = _note("lost_rights", bearer, f"FROM {table} o", "o", f"{pushed} AND o.id <> OLD.id")
        yield _row_trigger(f"{name}_pushed", f"BEFORE UPDATE ON {table}", note)


def _row_trigger(name: str, when: str, does: str) -> str:
    return f"CREATE TRIGGER {PREFIX}{name.lower()} {when} BEGIN {does}; END"


# PostgreSQL


@dataclass(frozen=True)
class _Function:
    """What is done, and for which table at which act: "BEFORE TRUNCATE", with how it is called."""

    name: str
    does: str
    calls: tuple[tuple[str, str, str], ...]


_STATEMENT = "FOR EACH STATEMENT"


def _of_postgresql(schema: str) -> Iterator[str]:
    for function in (*_counting(schema), *(each for bearer in BEARERS for each in _noting(schema, bearer))):
        called = f"{schema}.{PREFIX}{function.name}()"
        # By the rights of whoever set Fuma up: another program needs none of its own to what is counted and noted.
        yield (
            f"CREATE FUNCTION {called} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path = pg_catalog, pg_temp AS $$ BEGIN {function.does}; RETURN NEW; END $$"
        )
        for act, table, how in function.calls:
            name = f"{PREFIX}{function.name}_{act.split()[-1].lower()}"
            yield f"CREATE TRIGGER {name} {act} ON {schema}.{table} {how} EXECUTE FUNCTION {called}"


def _counting(schema: str) -> Iterator[_Function]:
    always = tuple(("AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE", table, _STATEMENT) for table in REGISTER_TABLES)
    emptied = tuple(("AFTER TRUNCATE", table, _STATEMENT) for table in OF_VISITS)
    gone = ("AFTER DELETE OR TRUNCATE", "visits", _STATEMENT)  # with its number it may come again
    yield _Function("register", _COUNT.format(editions=f"{schema}.editions"), (*always, *emptied, gone))
    own = ("BEFORE UPDATE", "visits", "FOR EACH ROW WHEN (NEW.edition = OLD.edition)")
    yield _Function("visit", "NEW.edition = OLD.edition + 1", (own,))
    for act, rows in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
        found = " UNION ".join(f"SELECT visit_id FROM {row}_rows" for row in rows)
        next_of = f"UPDATE {schema}.visits SET edition = edition + 1 WHERE id IN ({found})"
        calls = tuple((f"AFTER {act}", table, _with_rows(*rows)) for table in OF_VISITS)
        yield _Function(f"visit_{act.lower()}", next_of, calls)


def _noting(schema: str, bearer: Bearer) -> Iterator[_Function]:
    name, table, into = f"lost_{bearer.what.value}", bearer.table, f"{schema}.lost_rights"
    bore = bearer.bears.format(row="o")
    kept = f"EXISTS (SELECT 1 FROM new_rows n WHERE {_kept(bearer, 'o', 'n', 'IS NOT DISTINCT FROM')})"
    changed = _note(into, bearer, "FROM old_rows o", "o", f"{bore} AND NOT {kept}")
    yield _Function(f"{name}_update", changed, (("AFTER UPDATE", table, _with_rows("old", "new")),))
    gone = _note(into, bearer, "FROM old_rows o", "o", bore)
    yield _Function(f"{name}_delete", gone, (("AFTER DELETE", table, _with_rows("old")),))
    emptied = _note(into, bearer, f"FROM {schema}.{table} o", "o", bore)
    yield _Function(f"{name}_truncate", emptied, (("BEFORE TRUNCATE", table, _STATEMENT),))


def _with_rows(*rows: str) -> str:
    return f"REFERENCING {' '.join(f'{row.upper()} TABLE AS {row}_rows' for row in rows)} {_STATEMENT}"
