"""Every table of Fuma: importing this fills the metadata."""

from models.ground.base import metadata
from models.wings import load_layer

__all__ = ["metadata"]

load_layer("models")
