"""Alembic's entry: runs the scripts on the connection it was given."""

from alembic import context

from models.register import triggers
from models.schema import metadata


def is_known(name: str | None, kind: str, _parents: object) -> bool:
    """Alembic can't compare full text: the index beside models/search/documents.py is written by hand."""
    return not (kind == "table" and name is not None and name.startswith("document_pairs"))


connection = context.config.attributes["connection"]
triggers.drop(connection)  # scripts that rebuild a table on SQLite can't with triggers that name it
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_known,
)
context.run_migrations()
if context.get_context().get_current_revision() == context.script.get_current_head():
    triggers.create(connection)
