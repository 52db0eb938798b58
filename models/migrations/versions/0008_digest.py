"""Digest"""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clocks", sa.Column("digest_at", models.base.Moment(timezone=True), nullable=True))
    op.add_column("departments", sa.Column("wecom_group", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("departments", "wecom_group")
    op.drop_column("clocks", "digest_at")
