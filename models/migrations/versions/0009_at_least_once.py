"""At least once: what was given up stands aside, and what a receiver missed is kept for his return"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNHEARD = sa.text("state IN ('aside', 'missed', 'refused')")


def upgrade() -> None:
    op.execute("UPDATE outbox SET state = 'aside' WHERE state = 'unknown'")
    op.create_index(
        "ix_outbox_unheard", "outbox", ["state", "person_id"], sqlite_where=UNHEARD, postgresql_where=UNHEARD
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_unheard", "outbox", sqlite_where=UNHEARD, postgresql_where=UNHEARD)
    op.execute("UPDATE outbox SET state = 'unknown' WHERE state = 'aside'")
    op.execute("UPDATE outbox SET state = 'gone' WHERE state IN ('missed', 'refused')")
