"""Where the data lies, and how a TOML file of it is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from avviso.errors import DataError

DATA = Path(str(files("avviso") / "data"))


def read_toml(path: Path) -> dict[str, Any]:
    """The contents of one data file. Raises `DataError`, naming file and line, when it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path.name}: {error}; correct the file") from error


def language_files(language: str, subject: str) -> Iterator[Path]:
    """The files of one subject of a language: `lang/xx/subject.toml` and every `lang/xx/subject/*.toml`."""
    folder = DATA / "lang" / language
    single = folder / f"{subject}.toml"
    if single.is_file():
        yield single
    yield from sorted((folder / subject).glob("*.toml"))
