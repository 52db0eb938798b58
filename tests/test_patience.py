"""No test depends on how fast the machine is: none ends by a time of its own, the watchdog of pytest-timeout does."""

import ast
from pathlib import Path

HERE = Path(__file__).parent
OWN_PATIENCE = {"timeout", "wait_for", "monotonic", "perf_counter"}
LIMITED = {"wait", "join"}
OF_PACE = {"jobs/platform.py", "jobs/test_pace.py"}  # when a request came, how long one waits: their subject
NO_TESTS = {"kills", "example_channel"}  # programs of their own, beside the tests


def test_no_test_waits_for_a_time_of_its_own() -> None:
    found = [
        f"{path.relative_to(HERE)}:{node.lineno} {name}"
        for path in sorted(HERE.rglob("*.py"))
        if path.relative_to(HERE).parts[0] not in NO_TESTS and path.relative_to(HERE).as_posix() not in OF_PACE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (name := _patience(node))
    ]
    assert found == []


def _patience(call: ast.Call) -> str:
    """The name of a call that ends a wait after some seconds."""
    if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name | ast.Attribute):
        return ""
    owner = ast.unparse(call.func.value)
    if call.func.attr in OWN_PATIENCE and owner in {"asyncio", "time"}:
        return f"{owner}.{call.func.attr}"
    given = [*call.args, *(word.value for word in call.keywords if word.arg == "timeout")]
    if call.func.attr in LIMITED and any(isinstance(value, ast.Constant) and value.value for value in given):
        return f"{owner}.{call.func.attr} with a limit"
    return ""
