"""Alembic's entry: runs the scripts on the connection it was given."""

from alembic import context

from models.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
