"""Inquiries"""

import sqlalchemy as sa
from alembic import op

import models.ground.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inquiries",
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", models.ground.base.Moment(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("ending", sa.String(length=24), nullable=True),
        sa.Column("complexity", sa.String(length=24), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("answerable_id", sa.Integer(), nullable=True),
        sa.Column("returnable", sa.Boolean(), nullable=False),
        sa.Column("passings", sa.Integer(), nullable=False),
        sa.Column("reopenings", sa.Integer(), nullable=False),
        sa.Column("offered_to", sa.Integer(), nullable=True),
        sa.Column("extension_until", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("extension_complex", sa.Boolean(), nullable=False),
        sa.Column("extension_asked", sa.Boolean(), nullable=False),
        sa.Column("linked_to", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("closed_at", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("satisfied", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'placing' OR department_id IS NOT NULL", name=op.f("ck_inquiries_held")),
        sa.ForeignKeyConstraint(["about_id"], ["departments.id"], name=op.f("fk_inquiries_about_id")),
        sa.ForeignKeyConstraint(["answerable_id"], ["departments.id"], name=op.f("fk_inquiries_answerable_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_inquiries_asked_by")),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_inquiries_changed_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_inquiries_department_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_inquiries_enterprise_id")),
        sa.ForeignKeyConstraint(["linked_to"], ["inquiries.id"], name=op.f("fk_inquiries_linked_to")),
        sa.ForeignKeyConstraint(["offered_to"], ["departments.id"], name=op.f("fk_inquiries_offered_to")),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_inquiries_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
    )
    with op.batch_alter_table("inquiries", schema=None) as batch_op:
        batch_op.create_index("ix_inquiries_department_state", ["department_id", "state"], unique=False)
        batch_op.create_index("ix_inquiries_enterprise", ["enterprise_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiries_linked_to"), ["linked_to"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiries_offered_to"), ["offered_to"], unique=False)

    op.create_table(
        "helps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_at", models.ground.base.Moment(timezone=True), nullable=False),
        sa.Column("due", models.ground.base.Moment(timezone=True), nullable=False),
        sa.Column("done_at", models.ground.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_helps_department_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_helps_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helps")),
    )
    with op.batch_alter_table("helps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helps_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_helps_inquiry_id"), ["inquiry_id"], unique=False)
        batch_op.create_index(
            "uq_helps_open",
            ["inquiry_id", "department_id"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "holdings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("came", sa.String(length=24), nullable=False),
        sa.Column("since", models.ground.base.Moment(timezone=True), nullable=False),
        sa.Column("until", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("accept_due", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("accepted_at", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("deemed", sa.Boolean(), nullable=False),
        sa.Column("reply_due", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("replied_at", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("resolve_due", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", models.ground.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["people.id"], name=op.f("fk_holdings_accepted_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_holdings_department_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_holdings_inquiry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holdings")),
    )
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holdings_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_holdings_inquiry_id"), ["inquiry_id"], unique=False)

    op.create_table(
        "inquiry_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("at", models.ground.base.Moment(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=24), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("until", models.ground.base.Moment(timezone=True), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_inquiry_steps_by")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_inquiry_steps_department_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_inquiry_steps_inquiry_id")),
        sa.ForeignKeyConstraint(["to_id"], ["departments.id"], name=op.f("fk_inquiry_steps_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_steps")),
    )
    with op.batch_alter_table("inquiry_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_steps_inquiry_id"), ["inquiry_id"], unique=False)
        batch_op.create_index("ix_inquiry_steps_event_at", ["event", "at"], unique=False)

    op.create_table(
        "released_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=False),
        sa.Column("released_at", models.ground.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_released_answers_department_id")),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiries.id"], name=op.f("fk_released_answers_inquiry_id")),
        sa.ForeignKeyConstraint(["released_by"], ["people.id"], name=op.f("fk_released_answers_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_answers")),
        sa.UniqueConstraint("inquiry_id", name=op.f("uq_released_answers_inquiry_id")),
    )
    with op.batch_alter_table("released_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_released_answers_department_id"), ["department_id"], unique=False)

    # Plain, as SQLite would otherwise make the table anew, to which others refer.
    op.add_column("departments", sa.Column("ended_at", models.ground.base.Moment(timezone=True), nullable=True))
    op.add_column("departments", sa.Column("successor_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("departments", "successor_id")
    op.drop_column("departments", "ended_at")
    with op.batch_alter_table("released_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_answers_department_id"))

    op.drop_table("released_answers")
    with op.batch_alter_table("inquiry_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_inquiry_steps_event_at")
        batch_op.drop_index(batch_op.f("ix_inquiry_steps_inquiry_id"))

    op.drop_table("inquiry_steps")
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holdings_inquiry_id"))
        batch_op.drop_index(batch_op.f("ix_holdings_department_id"))

    op.drop_table("holdings")
    with op.batch_alter_table("helps", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_helps_open", sqlite_where=sa.text("done_at IS NULL"), postgresql_where=sa.text("done_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_helps_inquiry_id"))
        batch_op.drop_index(batch_op.f("ix_helps_department_id"))

    op.drop_table("helps")
    with op.batch_alter_table("inquiries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiries_offered_to"))
        batch_op.drop_index(batch_op.f("ix_inquiries_linked_to"))
        batch_op.drop_index("ix_inquiries_enterprise")
        batch_op.drop_index("ix_inquiries_department_state")

    op.drop_table("inquiries")
