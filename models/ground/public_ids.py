"""Random ids, by which buttons name rows: the rows' own numbers would count everybody's.

Buttons of releases before carry such numbers, and stand in chats for good. They are read as far as they were given
then; a number made up for a newer row names nothing, or trying them out would tell how many there are.
"""

from sqlalchemy import Column, Integer, String, Table, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import metadata
from models.ground.codes import ID_LENGTH, new_id
from models.ground.revisions import Revised
from models.ground.subjects import HasSubject

LARGEST = 2**31 - 1  # the largest number a row can have; PostgreSQL's driver refuses to ask for more

shipped_buttons = Table(
    "shipped_buttons",
    metadata,
    Column("kind", String(1), primary_key=True),
    Column("last", Integer, nullable=False),  # the highest number of the kind that stands on a button
)


class OnButtons(HasSubject):
    """A row that buttons are about."""

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
