"""Announced days"""

import sqlalchemy as sa
from alembic import op

import models.ground.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announced_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("imported_at", models.ground.base.Moment(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("day", "year", name=op.f("pk_announced_days")),
    )
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("provisional", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_clocks_provisional",
            ["provisional", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'open' AND provisional IS NOT NULL"),
            postgresql_where=sa.text("state = 'open' AND provisional IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_clocks_provisional",
            sqlite_where=sa.text("state = 'open' AND provisional IS NOT NULL"),
            postgresql_where=sa.text("state = 'open' AND provisional IS NOT NULL"),
        )
        batch_op.drop_column("provisional")

    op.drop_table("announced_days")
