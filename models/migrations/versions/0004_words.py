"""Words"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from models.search import search
from models.search.documents import About

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Full text is beyond what Alembic can compare: as in models/search/documents.py.
INDEX = {
    "sqlite": """
CREATE VIRTUAL TABLE document_pairs USING fts5(pairs, content='', columnsize=0, detail=none, tokenize='ascii')
""",
    "postgresql": """
CREATE TABLE document_pairs (id BIGINT CONSTRAINT pk_document_pairs PRIMARY KEY, pairs TSVECTOR NOT NULL);
CREATE INDEX ix_document_pairs_pairs ON document_pairs USING gin (pairs) WITH (fastupdate = off)
""",
}


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_documents_kind_subject")),
        sqlite_autoincrement=True,
    )
    for sql in INDEX[op.get_bind().dialect.name].split(";"):
        op.execute(sql)
    with Session(op.get_bind()) as session:
        enter(session)


def enter(session: Session) -> None:
    """The departments that are there already, as proposals of inquiries enter them, but by this version's tables."""
    departments = session.execute(sa.text("SELECT id, region_id, name FROM departments ORDER BY id")).all()
    sections = session.execute(sa.text("SELECT department_id, name FROM sections ORDER BY id")).all()
    for number, region, name in departments:
        named = "\n".join([name, *(section for department, section in sections if department == number)])
        search.put(session, About.DEPARTMENT, number, named, region=region)
    matters = (
        "SELECT m.id, d.region_id, m.name FROM matters m JOIN departments d ON d.id = m.department_id ORDER BY m.id"
    )
    for number, region, name in session.execute(sa.text(matters)).all():
        search.put(session, About.MATTER, number, name, region=region)


def downgrade() -> None:
    op.execute("DROP TABLE document_pairs")
    op.drop_table("documents")
