"""Makes Fuma's virtual environment from the pinned lists: `python3 requirements/install.py .venv dev` (or `run`).

Needs nothing but CPython. The pip that comes with it installs uv, pinned by hash; uv installs the rest. uv doesn't
read pip's configuration, so what this machine's pip knows of indexes, certificates and proxies is handed on to it.
"""

import ast
import os
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
BOOTSTRAP = HERE / "bootstrap.txt"
ONE, BY_BLANKS, BY_COMMAS = None, " ", ","
HANDED_ON = {  # pip's name, how uv separates several values, uv's names
    "index-url": (ONE, ["UV_DEFAULT_INDEX"]),
    "extra-index-url": (BY_BLANKS, ["UV_INDEX"]),
    "find-links": (BY_COMMAS, ["UV_FIND_LINKS"]),
    "no-index": (ONE, ["UV_NO_INDEX"]),
    "trusted-host": (BY_BLANKS, ["UV_INSECURE_HOST"]),
    "cert": (ONE, ["SSL_CERT_FILE"]),
    "client-cert": (ONE, ["SSL_CLIENT_CERT"]),
    "proxy": (ONE, ["HTTP_PROXY", "HTTPS_PROXY"]),
    "timeout": (ONE, ["UV_HTTP_TIMEOUT"]),
}


def main(folder: Path, wanted: str) -> None:
    """Makes the environment in `folder` anew, with what the list `wanted` (run or dev) names and Fuma itself."""
    venv.create(folder, clear=True, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(python), "-m", "pip"]
    _call([*pip, "install", "--quiet", "--no-deps", "--require-hashes", "--requirement", str(BOOTSTRAP)])
    configured = subprocess.run([*pip, "config", "list"], check=True, capture_output=True, text=True).stdout
    surroundings = environment_for_uv(configured.splitlines(), os.environ)
    uv = [str(python.with_name("uv")), "pip"]
    lists = [str(BOOTSTRAP), str(HERE / f"{wanted}.txt")]
    compiled = "--compile-bytecode"  # once here, not by each process where PYTHONDONTWRITEBYTECODE is set
    _call([*uv, "sync", "--quiet", compiled, "--python", str(python), "--require-hashes", *lists], surroundings)
    itself = ["--no-deps", "--no-build-isolation", "--editable", str(HERE.parent)]
    _call([*uv, "install", "--quiet", "--python", str(python), *itself], surroundings)


def environment_for_uv(configured: Sequence[str], surroundings: Mapping[str, str]) -> dict[str, str]:
    """The environment for uv: `surroundings`, and what the lines of `pip config list` say in uv's own variables.

    Where pip is told a thing several times, what stands for `pip install` outdoes what stands for every command,
    and the environment outdoes both. A variable of uv's that is set already stays.
    """
    known: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        known |= {
            key.removeprefix(f"{section}."): str(ast.literal_eval(value))
            for key, _, value in (line.partition("=") for line in configured)
            if key.startswith(f"{section}.")
        }
    told = {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # as pip looks through indexes; the hashes decide what is taken
    for key, (separator, variables) in HANDED_ON.items():
        if key in known:
            value = known[key] if separator is ONE else separator.join(known[key].split())
            told |= dict.fromkeys(variables, value)
    return told | dict(surroundings)


def _call(command: list[str], environment: dict[str, str] | None = None) -> None:
    ended = subprocess.run(command, env=environment, check=False).returncode
    if ended:
        sys.exit(ended)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
