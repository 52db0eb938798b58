"""Paused clocks"""

import sqlalchemy as sa
from alembic import op

import models.ground.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RUNNING = sa.text("state = 'open'")
FAILING = sa.text("state = 'open' AND failures > 0")
RUNNING_OR_PAUSED = sa.text("state = 'open' OR state = 'paused'")


def upgrade() -> None:
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_at", models.ground.base.Moment(timezone=True), nullable=True))
        batch_op.drop_index("uq_clocks_running")
        batch_op.create_index(
            "uq_clocks_running",
            ["subject", "kind"],
            unique=True,
            sqlite_where=RUNNING_OR_PAUSED,
            postgresql_where=RUNNING_OR_PAUSED,
        )
        batch_op.create_index("ix_clocks_failing", ["id"], sqlite_where=FAILING, postgresql_where=FAILING)


def downgrade() -> None:
    op.execute("UPDATE clocks SET state = 'open' WHERE state = 'paused'")  # runs on, as nothing can be paused any more
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.drop_index("uq_clocks_running")
        batch_op.create_index(
            "uq_clocks_running", ["subject", "kind"], unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING
        )
        batch_op.drop_index("ix_clocks_failing")
        batch_op.drop_column("paused_at")
