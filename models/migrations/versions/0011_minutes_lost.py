"""Minutes lost"""

import sqlalchemy as sa
from alembic import op

import models.ground.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outages", sa.Column("seconds", sa.Float(), server_default="600.0", nullable=False))
    op.add_column("outages", sa.Column("told_at", models.ground.base.Moment(timezone=True), nullable=True))
    op.execute("UPDATE outages SET told_at = to_at")  # nobody is told of what was long ago
    op.create_table(
        "outages_told",
        sa.Column(
            "outage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("outage_id", "person_id", name=op.f("pk_outages_told")),
    )


def downgrade() -> None:
    op.drop_table("outages_told")
    op.execute("DELETE FROM outages WHERE seconds <= 300")  # shorter ones gave nobody time back before
    op.drop_column("outages", "told_at")
    op.drop_column("outages", "seconds")
