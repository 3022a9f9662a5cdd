"""What the documents say is compared with what is there: links, paths, settings, commands, examples.

A fenced block that begins with ```` ```console run ```` is executed line by line on an installation of its own;
lines without ``$`` are what must come out, ``…`` standing for anything.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from backend.cli import main as command_line
from backend.config import Settings
from backend.identity.settings import SETTINGS as ACCESS_SETTINGS

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
#: Programs whose sources may name a variable of ours.
SOURCES = ("backend", "notifications", "scripts", "Makefile", "Procfile")
COMMAND_SECONDS = 120
#: How a document calls the command line.
OUR_COMMAND = ["python", "-m", "backend.cli"]

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_PATH = re.compile(r"(?:backend|courses|docs|notifications|pwa|scripts|tests|\.ci)/[\w./*-]*|[A-Z][\w.-]*\.md")


def documents() -> list[str]:
    """Every document of the repository, as a path from its root."""
    own = [ROOT / "pwa" / "README.md", ROOT / "courses" / "content" / "README.md"]
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *own]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def prose(document: str) -> str:
    """The document without its fenced blocks."""
    return _FENCE.sub("", read(document))


def anchors(document: str) -> set[str]:
    """The anchors that GitHub makes of headings."""
    return {_slug(match[2]) for match in _HEADING.finditer(prose(document))}


def _slug(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|`", r"\1", heading).strip().lower()
    kept = (sign for sign in plain if sign in " -_" or unicodedata.category(sign)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


def table(document: str, first_cell: str) -> list[list[str]]:
    """The rows of the table whose head begins with ``first_cell``, cell by cell, without the head."""
    rows: list[list[str]] = []
    inside = False
    for line in prose(document).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("| ") else []
        if cells and cells[0] == first_cell:
            inside = True
        elif inside and not line.startswith("|"):
            break
        elif inside and cells and not cells[0].startswith("---"):
            rows.append(cells)
    assert rows, f"{document} has no table that begins with {first_cell!r}"
    return rows


def code(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return _SPAN.findall(cell)


@pytest.mark.parametrize("document", documents())
def test_links_lead_somewhere(document: str) -> None:
    for match in _LINK.finditer(prose(document)):
        target, _, anchor = match["target"].partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (ROOT / document).parent / target if target else ROOT / document
        assert path.exists(), f"{document} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path.resolve().relative_to(ROOT).as_posix()), f"{document}: {match['target']}"


@pytest.mark.parametrize("document", documents())
def test_named_paths_exist(document: str) -> None:
    spans = (span.rstrip("/") for span in _SPAN.findall(prose(document)))
    missing = [span for span in spans if _PATH.fullmatch(span) and not any(ROOT.glob(span))]
    assert missing == []


@pytest.mark.parametrize("document", documents())
def test_make_targets_exist(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^\$ (?:\w+=\S+ )*)make ([a-z-]+)", read(document), re.MULTILINE))
    assert named <= targets


class _Recorded(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]  # as a Mapping has it
        self.asked.add(key)
        return super().get(key, default)


def setting_names() -> set[str]:
    """What the settings read, and what any program of ours names."""
    env = _Recorded()
    Settings.from_env(env)
    files = [file for name in SOURCES for file in _files(ROOT / name)]
    named = {
        name for file in files for name in re.findall(r"\bZB_[A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))
    }
    return env.asked | named


def _files(path: Path) -> Iterator[Path]:
    yield from (file for file in path.rglob("*.py")) if path.is_dir() else [path]


@pytest.mark.parametrize("document", READMES)
def test_settings_table_is_complete(document: str) -> None:
    head = "variable" if document == "README.md" else "变量"
    assert sorted(code(row[0])[0] for row in table(document, head)) == sorted(setting_names())


@pytest.mark.parametrize("document", READMES)
def test_settings_defaults_are_the_real_ones(document: str) -> None:
    head = "variable" if document == "README.md" else "变量"
    for name, default, *_ in table(document, head):
        given = code(default)
        if given and "<" not in given[0]:
            changed = Settings.from_env({code(name)[0]: given[0]})
            assert changed == Settings.from_env({}), f"{document}: {name} is not {default} by default"


def commands(group: click.Group, prefix: str = "") -> dict[str, click.Command]:
    """Every command with its full name."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{prefix}{name} ")
        else:
            found[f"{prefix}{name}"] = command
    return found


@pytest.mark.parametrize("document", READMES)
def test_commands_table_is_complete(document: str) -> None:
    head = "command" if document == "README.md" else "命令"
    assert isinstance(command_line, click.Group)
    known = commands(command_line)
    rows = table(document, head)
    assert sorted(code(row[0])[0] for row in rows) == sorted(known)
    for name, does, *_ in rows:
        options = {option for parameter in known[code(name)[0]].params for option in parameter.opts}
        assert {span for span in code(does) if span.startswith("--")} <= options


@pytest.mark.parametrize("document", documents())
def test_named_commands_and_options_exist(document: str) -> None:
    assert isinstance(command_line, click.Group)
    known = commands(command_line)
    for match in re.finditer(r"backend\.cli ((?!COMMAND|--help)[^`\n]+)", read(document)):
        words = match[1].split()
        name = next((name for name in known if words[: len(name.split())] == name.split()), None)
        assert name is not None, f"{document}: {match[0]}"
        options = {option for parameter in known[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, f"{document}: {match[0]}"


def test_access_settings_are_those_of_the_code() -> None:
    told = {code(row[0])[0]: code(row[1])[0] for row in table("docs/operations.md", "setting")}
    assert told == {name: str(spec.default) for name, spec in ACCESS_SETTINGS.items()}


def test_readmes_tell_the_same() -> None:
    english, chinese = (read(document) for document in READMES)
    blocks = [[(match["info"], match["body"]) for match in _FENCE.finditer(text)] for text in (english, chinese)]
    assert blocks[0] == blocks[1]
    levels = [[match[1] for match in _HEADING.finditer(prose(document))] for document in READMES]
    assert levels[0] == levels[1]


def test_services_start_what_the_procfile_starts() -> None:
    lines = dict(line.split(": ", 1) for line in read("Procfile").splitlines() if line)
    text = read("docs/operations.md")
    for command in lines.values():
        assert f"ExecStart=/opt/zhangbian/.venv/bin/{command}" in text


def test_decisions_are_numbered_and_listed() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", read("docs/adr/README.md"))
    assert listed == files
    for name in files:
        text = read(f"docs/adr/{name}")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert text.startswith(f"# {name[:4]} ")


def examples() -> Iterator[tuple[str, str]]:
    """The blocks to run: document and text. The translation's are the same and not run again."""
    for document in documents():
        for match in _FENCE.finditer(read(document)):
            if match["info"] == "console run" and document != "README.zh-CN.md":
                yield document, match["body"]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of a fresh installation whose database has its shape."""
    data = tmp_path_factory.mktemp("installation") / "var"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZB_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {**kept, "PATH": path, "ZB_DATA_DIR": str(data), "ZB_SHARED": str(data / "none")}
    run("python -m backend.cli migrate", env)
    return env


# examples have an installation of their own
@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("document", "block"),
    [pytest.param(document, block, id=f"{document}:{block.split()[4]}") for document, block in examples()],
)
def test_examples_run(document: str, block: str, installation: Mapping[str, str]) -> None:
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        output = run(command, installation)
        for line in filter(None, expected.splitlines()):
            pattern = ".*".join(re.escape(part) for part in line.split("…"))
            assert re.search(f"^{pattern}$", output, re.MULTILINE), f"{document}: {command}\n{output}"


def run(command: str, env: Mapping[str, str]) -> str:
    """What a command says on standard output; it must succeed. Our own run in this process, which is quicker."""
    words = shlex.split(command)
    if words[:3] == OUR_COMMAND:
        return _run_here(command, words[3:], env)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _run_here(command: str, words: list[str], env: Mapping[str, str]) -> str:
    unset = dict.fromkeys(name for name in os.environ if name.startswith("ZB_") and name not in env)
    done = CliRunner(env={**unset, **env}).invoke(command_line, words)
    assert done.exit_code == 0, f"{command}\n{done.output}"
    return done.stdout
