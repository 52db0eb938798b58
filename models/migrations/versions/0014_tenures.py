"""Tenures in place of leases, and where the open rows of the inbox begin"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNHANDLED = sa.text("state IN ('open', 'waiting')")


def upgrade() -> None:
    op.create_table(
        "tenures",
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("since", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_tenures")),
    )
    op.drop_table("leases")
    op.create_index("ix_inbox_open", "inbox", ["id"], sqlite_where=UNHANDLED, postgresql_where=UNHANDLED)
    op.drop_column("outbox", "lease")  # what was held is free: nobody runs
    op.add_column("outbox", sa.Column("tenure", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))


def downgrade() -> None:
    op.drop_index("ix_inbox_open", "inbox", sqlite_where=UNHANDLED, postgresql_where=UNHANDLED)
    op.drop_column("outbox", "tenure")
    op.add_column("outbox", sa.Column("lease", sa.Text(), nullable=True))
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.drop_table("tenures")
