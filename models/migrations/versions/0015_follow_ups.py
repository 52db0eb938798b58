"""Follow-ups of bad ratings count their changes, as visits and inquiries do"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("follow_ups", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.add_column("follow_ups", sa.Column("changed_by", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("follow_ups", "changed_by")
    op.drop_column("follow_ups", "revision")
