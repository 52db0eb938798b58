"""Rows that count their changes: a change is made by whoever saw the row as it is, and by nobody after him."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Mapped, Session, mapped_column


class Revised:
    """A row with a number, and a count of its changes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)


def compare_and_set(session: Session, row: Revised, values: Mapping[str, Any]) -> bool:
    """Changes the row if it is still as it was read; False where somebody was quicker. The row is then as it holds."""
    cls: Any = type(row)
    step = (
        update(cls)
        .where(cls.id == row.id, cls.revision == row.revision)
        .values(revision=row.revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(step)
    session.refresh(row)
    return isinstance(result, CursorResult) and result.rowcount == 1
