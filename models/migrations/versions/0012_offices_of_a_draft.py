"""A draft knows by which offices it was begun"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drafts", sa.Column("offices", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("drafts", "offices")
