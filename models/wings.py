"""The wings in their order, and how they are loaded: every file of a wing's folder, so that none that registers
something stays silent.
"""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

WINGS = (
    "ground",
    "time",
    "search",
    "register",
    "post",
    "talking",
    "cases",
    "visits",
    "ratings",
    "inquiries",
    "digest",
    "operation",
)
"""None imports a later one. What a wing brings stands after what earlier ones brought, where nothing else is said."""


def load_layer(layer: str) -> None:
    """Loads what the wings have in a layer, in their order; some have nothing in it."""
    for wing in WINGS:
        if find_spec(f"{layer}.{wing}") is not None:
            load(f"{layer}.{wing}")


def load(package: str) -> None:
    """Loads every file of a folder, so that it registers what it has."""
    for found in walk_packages(import_module(package).__path__, f"{package}."):
        import_module(found.name)
