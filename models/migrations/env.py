"""Alembic's entry: runs the scripts on the connection it was given."""

from alembic import context

from models.schema import metadata


def is_known(name: str | None, kind: str, _parents: object) -> bool:
    """Alembic can't compare full text: the index beside models/documents.py is written by hand."""
    return not (kind == "table" and name is not None and name.startswith("document_pairs"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_known,
)
context.run_migrations()
