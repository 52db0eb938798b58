"""Digest"""

import sqlalchemy as sa
from alembic import op

import models.ground.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_holdings_open", "holdings", "department_id", "until IS NULL"),
    ("ix_inquiries_placing", "inquiries", "region_id", "state = 'placing'"),
    ("ix_visits_objected", "visits", "region_id", "state = 'objected'"),
)


def upgrade() -> None:
    op.add_column("clocks", sa.Column("digest_at", models.ground.base.Moment(timezone=True), nullable=True))
    op.add_column("departments", sa.Column("wecom_group", sa.String(), server_default="", nullable=False))
    for index, table, column, where in INDEXES:
        op.create_index(
            index, table, [column], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )


def downgrade() -> None:
    for index, table, _, where in INDEXES:
        op.drop_index(index, table, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_column("departments", "wecom_group")
    op.drop_column("clocks", "digest_at")
