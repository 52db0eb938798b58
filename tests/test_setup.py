"""The set-up: what is installed is what the lists name, and uv looks where this machine's pip is told to look."""

import hashlib
import os
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements.install import environment_for_uv

ROOT = Path(__file__).parent.parent
LISTS = ROOT / "requirements"
BROUGHT_ALONG = {"fuma", "pip"}  # the project itself, and what CPython puts into an environment


def pinned(*names: str) -> dict[str, Requirement]:
    """What the lists name for this machine."""
    text = "\n".join((LISTS / f"{name}.txt").read_text(encoding="utf-8") for name in names)
    lines = re.sub(r"#.*|--hash=\S+|\\\n", "", text).splitlines()
    found = [Requirement(line) for line in lines if line.strip()]
    return {canonicalize_name(each.name): each for each in found if each.marker is None or each.marker.evaluate()}


def test_what_is_installed_is_exactly_what_the_lists_name() -> None:
    wanted = pinned("bootstrap", "dev")
    installed = {canonicalize_name(each.metadata["Name"]): each.version for each in distributions()}
    assert installed.keys() - BROUGHT_ALONG == wanted.keys()
    assert {name: version for name, version in installed.items() if name in wanted} == {
        name: str(each.specifier).removeprefix("==") for name, each in wanted.items()
    }


@pytest.mark.parametrize("name", ["bootstrap", "run", "dev"])
def test_a_list_pins_each_release_by_hash_with_its_extras_and_names_no_registry(name: str) -> None:
    text = (LISTS / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n?", "", text, flags=re.MULTILINE).strip())
    assert all(re.search(r"==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index" not in text


def test_extras_that_another_release_asks_for_stay_in_the_list() -> None:
    assert pinned("run")["sqlalchemy"].extras == {"asyncio"}
    assert pinned("dev")["coverage"].extras == {"toml"}


# What pip knows, in uv's words


def test_pips_settings_become_uvs() -> None:
    told = environment_for_uv(
        [
            "global.cert='/certificates/of this office.pem'",
            "global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'",
            "global.find-links='/wheels /more'",
            "global.index-url='https://mirror.example/simple'",
            "global.proxy='http://proxy.example:3128'",
            "global.trusted-host='mirror.example'",
            "freeze.timeout='10'",
        ],
        {"PATH": "/bin"},
    )
    assert told == {
        "PATH": "/bin",
        "SSL_CERT_FILE": "/certificates/of this office.pem",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "HTTP_PROXY": "http://proxy.example:3128",
        "HTTPS_PROXY": "http://proxy.example:3128",
        "UV_INSECURE_HOST": "mirror.example",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_the_nearer_setting_holds_and_uvs_own_variable_outdoes_pips() -> None:
    lines = [":env:.index-url='https://c.example'", "global.index-url='https://a.example'"]
    lines += ["install.index-url='https://b.example'", "global.cert='/pip.pem'"]
    told = environment_for_uv(lines, {"SSL_CERT_FILE": "/mine.pem"})
    assert (told["UV_DEFAULT_INDEX"], told["SSL_CERT_FILE"]) == ("https://c.example", "/mine.pem")


def test_a_machine_whose_index_stands_in_pip_conf_alone_is_set_up(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "requirements").mkdir(parents=True)
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n\n'
        '[project]\nname = "gate"\nversion = "1"\n\n[tool.setuptools]\npackages = []\n'
    )
    script = project / "requirements" / "install.py"
    script.write_bytes((LISTS / "install.py").read_bytes())
    index = tmp_path / "simple"
    for name, packages in {"bootstrap": ["uv", "setuptools"], "dev": ["segno"]}.items():
        (project / "requirements" / f"{name}.txt").write_text("".join(_published(index, each) for each in packages))
    with _served(tmp_path) as (address, asked):
        (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {address}/simple/\n")
        subprocess.run(
            [sys.executable, script, project / ".venv", "dev"], env=_only(tmp_path), check=True, capture_output=True
        )
    found = subprocess.run(
        [project / ".venv" / "bin" / "python", "-c", "import segno; print(segno.__version__)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.strip() == distribution("segno").version
    assert any(path.startswith("/simple/segno/") and "uv/" in agent for path, agent in asked)


def _only(folder: Path) -> dict[str, str]:
    """Surroundings in which nothing but pip.conf says where packages are, with an empty cache."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "UV_"))}
    return kept | {
        "PIP_CONFIG_FILE": str(folder / "pip.conf"),
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "NO_PROXY": "127.0.0.1",
    }


def _published(index: Path, name: str) -> str:
    """Puts an installed release on the index as a wheel; its line for a list."""
    release = distribution(name)
    tag = next(line[5:] for line in (release.read_text("WHEEL") or "").splitlines() if line.startswith("Tag: "))
    wheel = index / name / f"{name}-{release.version}-{tag}.whl"
    wheel.parent.mkdir(parents=True)
    _packed(release, wheel)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (wheel.parent / "index.html").write_text(f'<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>')
    return f"{name}=={release.version} --hash=sha256:{digest}\n"


def _packed(release: Distribution, wheel: Path) -> None:
    """The installed files as a wheel again; what the installer added stays out."""
    label = f"{release.name}-{release.version}"
    record = [f"{label}.dist-info/RECORD,,"]
    with zipfile.ZipFile(wheel, "w") as packed:
        for file in release.files or []:
            program = "bin" in file.parts[:-1]
            if file.name in {"RECORD", "INSTALLER", "REQUESTED"} or (".." in file.parts and not program):
                continue
            inside = f"{label}.data/scripts/{file.name}" if program else file.as_posix()
            packed.write(str(file.locate()), inside)
            record.append(f"{inside},,")
        packed.writestr(record[0].rstrip(","), "\n".join(record) + "\n")


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The folder over HTTP, and who asked for what."""
    asked: list[tuple[str, str]] = []

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type] # the server's own

        def log_message(self, *_: object) -> None:
            asked.append((self.path, self.headers["User-Agent"]))

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()
