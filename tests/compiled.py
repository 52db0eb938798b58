"""What SQLAlchemy has compiled for one test's database is known to the next one's, as both speak the same SQL.

Each test opens engines of its own; to compile the same statements for each of them costs more than to run most tests.
"""

from collections import defaultdict

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.util import LRUCache

_dialects: dict[str, Dialect] = {}
_compiled: dict[str, LRUCache[object, object]] = defaultdict(lambda: LRUCache(5000))


def share_compiled() -> None:
    """From now on, for each connection of this process."""
    event.listen(Engine, "engine_connect", _know)


def _know(connection: Connection) -> None:
    driver = connection.dialect.driver
    connection.dialect = _dialects.setdefault(driver, connection.dialect)
    connection.execution_options(compiled_cache=_compiled[driver])
