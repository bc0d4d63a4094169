"""What README and docs/ say is what the program does.

Every ```console block is run and its output compared; "..." in it stands for any words. `python tests/test_docs.py` writes the
blocks that hold no "..." anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
from stub_reading import SENTENCE, an_article, full_reading

from avviso.cli import EXIT_CODES, app
from avviso.exchange.contract import reading_object
from avviso.identity import identify
from avviso.knowledge.files import DATA
from avviso.knowledge.ontology import event_types
from avviso.records import ActorKind, Form, Status
from avviso.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


@dataclass(frozen=True)
class Shown:
    """A command of a page and what the page says it prints."""

    command: str
    output: str


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def shown(block: str) -> list[Shown]:
    """The commands of a block, each with the lines below it; a line that begins with ">" goes on with the command."""
    found: list[Shown] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Shown(line[2:], ""))
        elif re.match(">( |$)", line) and not found[-1].output:
            found[-1] = Shown(f"{found[-1].command}\n{line[2:]}", "")
        else:
            found[-1] = Shown(found[-1].command, f"{found[-1].output}{line.rstrip()}\n")
    return found


def run(command: str, folder: Path) -> str:
    """What the shell prints for a command, both streams, in a folder where the program's source is at hand."""
    if not (folder / "src").exists():
        (folder / "src").symlink_to(ROOT / "src")
    environment = {
        "HOME": str(folder / "home"),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    printed = done.stdout.replace(str(folder), "/home/you")
    return "".join(f"{line.rstrip()}\n" for line in printed.rstrip().splitlines())


def agrees(expected: str, printed: str) -> bool:
    """Whether the output is the expected one; "..." is any words, and a line of nothing but "..." is any lines, or none."""
    lines = [re.escape(line).replace(re.escape("..."), ".*?") + "\n" if line != "..." else "(?:.*\n)*?" for line in expected.splitlines()]
    return re.fullmatch("".join(lines), printed) is not None


@pytest.mark.parametrize(
    ("expected", "printed", "right"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a ... c\n", "a b b c\n", True),
        ("a ... c\n", "a b\nb c\n", False),
        ("...\nz\n...\n", "x\ny\nz\n", True),
        ("a\n", "a b\n", False),
        ("a...c\n", "ab\n", False),
        ("", "a\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_only_an_ellipsis_stands_for_other_words(expected: str, printed: str, right: bool) -> None:
    assert agrees(expected, printed) is right


def anchors(page: Path) -> set[str]:
    """The names by which a page's headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert not broken


def test_every_page_is_reached_from_the_first() -> None:
    linked = set(LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert [named(page) for page in PAGES[1:] if named(page) not in linked] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_paths_in_the_text_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:src|docs|tests|bench|tools)/[\w./-]+)`", text))
    assert sorted(path for path in paths if not (ROOT / path).exists() and "/xx" not in path) == []


def commands(command: Any, path: str = "avviso") -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it, groups too where they have options of their own."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{path} {name}")


COMMANDS = dict(commands(typer.main.get_command(app)))
LEAVES = {path: command for path, command in COMMANDS.items() if path == "avviso" or not hasattr(command, "commands")}


def sections(page: Path) -> dict[str, str]:
    """The text below each heading of the second level, by heading."""
    text = page.read_text(encoding="utf-8")
    starts = [*re.finditer(r"^## (.+)$", text, re.MULTILINE), None]
    return {a.group(1).strip("`"): text[a.end() : b.start() if b else len(text)] for a, b in pairwise(starts) if a}


REFERENCE = sections(ROOT / "docs" / "commands.md")


@pytest.mark.parametrize("path", LEAVES)
def test_a_command_is_documented_with_its_options_and_no_others(path: str) -> None:
    assert path in REFERENCE
    written = set(OPTION.findall(" ".join(re.findall(r"`([^`\n]+)`", REFERENCE[path]))))
    has = {name for parameter in LEAVES[path].params if isinstance(parameter, typer.core.TyperOption) for name in parameter.opts}
    assert has - written == set()
    assert written - has - {"-h", "--help"} == set()
    arguments = [p for p in LEAVES[path].params if isinstance(p, typer.core.TyperArgument)]
    assert [a.metavar for a in arguments if str(a.metavar) not in REFERENCE[path]] == []


def test_no_command_is_documented_that_there_is_not() -> None:
    assert sorted(heading for heading in REFERENCE if heading.startswith("avviso") and heading not in LEAVES) == []


def test_commands_named_anywhere_exist() -> None:
    named_ = {
        (page.name, " ".join(("avviso", *words.split()[:2])))
        for page in PAGES
        for words in re.findall(r"`avviso ((?:[a-z]+ ?)+)", page.read_text(encoding="utf-8"))
    }
    assert {entry for entry in named_ if entry[1] not in COMMANDS and entry[1].rsplit(" ", 1)[0] not in LEAVES} == set()


def test_every_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == set(EXIT_CODES)


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = {
        name: (variable, default) for name, variable, default in re.findall(r"^\| `(\w+)` \| `(\w+)` \| `([^`]*)` \|", text, re.MULTILINE)
    }
    assert set(rows) == {field.name for field in fields(Settings)}
    for field in fields(Settings):
        variable, default = rows[field.name]
        assert variable == f"AVVISO_{field.name.upper()}"
        if field.default is not MISSING:
            assert default.replace(" ", "") == _written(field.default).replace(" ", "")
    known = {f"AVVISO_{name.upper()}" for name in rows} | {"AVVISO_CONFIG"}
    everywhere = {variable for page in PAGES for variable in re.findall(r"\bAVVISO_[A-Z_]+", page.read_text(encoding="utf-8"))}
    assert everywhere - known == set()


def _written(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def keys_of(thing: Any) -> set[str]:
    return set(thing) if isinstance(thing, dict) else set()


def test_every_key_of_the_contract_is_documented() -> None:
    found = reading_object(identify(full_reading(an_article(SENTENCE))))
    written = sections(ROOT / "docs" / "reading.md")
    shapes = {
        "span": found["statements"][0]["content"],
        "actor": found["statements"][0]["speaker"],
        "when": found["statements"][0]["when"],
        "where": found["statements"][0]["where"],
        "article": found["article"],
    }
    shapes |= {kind: items[0] for kind, items in found.items() if isinstance(items, list)}
    for name, shape in shapes.items():
        rows = set(re.findall(r"^\| `(\w+)` \|", written[name], re.MULTILINE))
        assert rows == keys_of(shape), name


def test_every_value_of_the_contract_is_documented() -> None:
    text = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8") + (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    values = {value.value for kind in (Status, Form, ActorKind) for value in kind} | set(event_types())
    assert sorted(value for value in values if f"`{value}`" not in text) == []


def test_the_sources_of_the_data_are_named_where_their_licences_ask_for_it() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "data-sources.md").read_text(encoding="utf-8")
    sources = tomllib.loads((DATA / "SOURCES.toml").read_text(encoding="utf-8"))["source"]
    ours = [source for source in sources if source["source"] == "this project"]
    foreign = [source for source in sources if source not in ours]
    assert foreign
    for source in foreign:
        origin = re.split(r"[,;]", source["source"])[0]
        assert origin in notice or source["name"] in notice, source["name"]
    assert [source["name"] for source in sources if source["name"] not in page] == []


def refresh() -> None:
    """Writes what the commands print into the pages, where a block has no "..."."""
    for page in PAGES:
        before = text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            for block in BLOCK.findall(text):
                told = ""
                for example in shown(block):
                    printed = run(example.command, Path(folder))
                    kept = example.output if "..." in example.output else printed
                    told += "$ " + example.command.replace("\n", "\n> ").replace("> \n", ">\n") + "\n" + kept
                text = text.replace(f"```console\n{block}```", f"```console\n{told}```")
        if text != before:
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.chdir(ROOT)
    refresh()
