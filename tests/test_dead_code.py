"""Nothing stands in the product that only its tests would miss."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERS = ("bot", "jobs", "handlers", "models", "sandbox")
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
ONLY_SHAPES = {"asynccontextmanager", "cache", "classmethod", "contextmanager", "dataclass", "lru_cache", "property"}
ONLY_SHAPES |= {"staticmethod", "total_ordering"}
"""What these decorate has to be called by somebody; any other decorator registers it with who calls it."""

KEPT = {
    "handlers.digest.gathering.gathers": "for wings that the digest doesn't know; tests/example_wing is one",
    "handlers.digest.wording.opens": "for the same",
}
CALLED_FROM_OUTSIDE = {
    "do_request": "python-telegram-bot",
    "parse_json_payload": "python-telegram-bot",
    "emit": "logging",
    "visit_VariableReference": "fluent.syntax",
    "visit_MessageReference": "fluent.syntax",
    "visit_SelectExpression": "fluent.syntax",
    "visit_FunctionReference": "fluent.syntax",
    "capture_signals": "uvicorn",
    "send_400_response": "uvicorn",
    "timeout_keep_alive_handler": "uvicorn",
    "process_bind_param": "SQLAlchemy",
    "process_result_value": "SQLAlchemy",
    "handle_data": "html.parser",
    "handle_endtag": "html.parser",
    "handle_starttag": "html.parser",
    "kill_fuma": "tests.kills, for which the stage of the demo has to be killable",
    "declared": "tests, which go through all the words of a kind",
    "needs": "tests.locales, which holds every message against the values it is given",
}


@cache
def product() -> dict[str, ast.Module]:
    """Every module by its name."""
    files = [path.relative_to(ROOT) for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
    return {_module(path): ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in files}


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _is_package(module: str) -> bool:
    return (ROOT / module.replace(".", "/")).is_dir()


def imported(tree: ast.Module) -> dict[str, str]:
    """What the names that a module imports stand for."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {each.asname or each.name: f"{node.module}.{each.name}" for node in found for each in node.names}


@cache
def passed_on() -> dict[str, str]:
    """The names that packages have from their own modules, and whose they are: to pass on is not to use."""
    packages = [(module, tree) for module, tree in product().items() if _is_package(module)]
    return {f"{module}.{name}": whole for module, tree in packages for name, whole in imported(tree).items()}


def uses(module: str, tree: ast.Module) -> Iterator[str]:
    """The full names of what a module uses; what uses itself alone isn't used."""
    known = imported(tree)
    yield from () if _is_package(module) else known.values()
    for part in tree.body:
        own = part.name if isinstance(part, DEFINES) else ""
        for node in ast.walk(part):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                yield f"{known.get(node.value.id, node.value.id)}.{node.attr}"
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id != own:
                yield known.get(node.id, f"{module}.{node.id}")


def used() -> set[str]:
    """Whatever the product uses, by where it is defined."""
    found = {name for module, tree in product().items() for name in uses(module, tree)}
    return {passed_on().get(name, name) for name in found}


def defined(module: str, tree: ast.Module) -> Iterator[str]:
    """The functions, classes and constants of a module that nothing is registered by."""
    for node in tree.body:
        if isinstance(node, DEFINES):
            yield from () if _is_registered(node) else (f"{module}.{node.name}",)
        for target in _targets(node):
            yield from () if target.startswith("__") else (f"{module}.{target}",)


def _targets(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = (each for target in targets for each in ast.walk(target))
    return [each.id for each in names if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


def _is_registered(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    called = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return any(ast.unparse(each).rpartition(".")[2] not in ONLY_SHAPES for each in called)


def dead() -> set[str]:
    """What is defined in the product and used nowhere in it."""
    alive = [(module, tree) for module, tree in product().items() if ".migrations" not in module]
    return {name for module, tree in alive for name in defined(module, tree)} - used()


def test_whatever_is_defined_is_used_by_more_than_tests() -> None:
    assert dead() == set(KEPT)


def test_every_method_is_called_by_its_name_somewhere() -> None:
    nodes = [node for tree in product().values() for node in ast.walk(tree)]
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    methods = [each for node in nodes if isinstance(node, ast.ClassDef) for each in node.body]
    named = {each.name for each in methods if isinstance(each, DEFINES) and not _is_registered(each)}
    assert {name for name in named if not name.startswith("__")} - called == set(CALLED_FROM_OUTSIDE)
