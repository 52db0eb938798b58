"""Whoever asked for a part of a visit finds it by an index: it may be another's visit"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_parts_requested_by", "parts", ["requested_by"])


def downgrade() -> None:
    op.drop_index("ix_parts_requested_by", "parts")
