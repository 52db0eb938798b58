"""Random ids, by which buttons name rows: the rows' own numbers would count everybody's.

Buttons of releases before carry such numbers, and stand in chats for good. They are read as far as they were given
then; a number made up for a newer row names nothing, or trying them out would tell how many there are.
"""

from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, String, Table, bindparam, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import metadata
from models.ground.codes import ID_LENGTH, new_id
from models.ground.revisions import Revised
from models.ground.statements import Statement
from models.ground.subjects import HasSubject

NOTHING = -1  # the number no row has; 0 would be taken for "about nothing"
LARGEST = 2**31 - 1  # the largest number a row can have; PostgreSQL's driver refuses to ask for more

shipped_buttons = Table(
    "shipped_buttons",
    metadata,
    Column("kind", String(1), primary_key=True),
    Column("last", Integer, nullable=False),  # the highest number of the kind that stands on a button
)


ON_BUTTONS: dict[str, type["OnButtons"]] = {}
"""The rows that buttons are about, by the letter before the id."""


class OnButtons(HasSubject):
    """A row that buttons are about."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        ON_BUTTONS[cls.KIND.letter] = cls

    public_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), default=new_id, server_default="", unique=True, index=True
    )

    @property
    def revision_shown(self) -> int:
        """What a button says of how the row stood when it was drawn; 0 of one whose changes aren't counted."""
        return self.revision if isinstance(self, Revised) else 0


def was_shipped(session: Session, kind: str, number: int) -> bool:
    """Whether a button of a release before can carry the number of a row."""
    query = select(shipped_buttons.c.kind).where(shipped_buttons.c.kind == kind, shipped_buttons.c.last >= number)
    return 0 < number <= LARGEST and session.execute(query).first() is not None


def number_of(session: Session, letter: str, named: str | int) -> int:
    """The number of the row a button is about, NOTHING where there is none; `named` is its random id, or its number
    where the button was shipped before there were any.
    """
    if isinstance(named, int):
        return named if was_shipped(session, letter, named) else NOTHING
    rows = _find(letter)(session, public_id=named) if letter in ON_BUTTONS else []
    return rows[0][0] if rows else NOTHING


@cache
def _find(letter: str) -> Statement:
    columns = inspect(ON_BUTTONS[letter]).local_table.c
    return Statement(select(columns.id).where(columns.public_id == bindparam("public_id")))
