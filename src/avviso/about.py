"""What this Avviso consists of: languages, models, data and their licences, and what its archive holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from avviso.errors import ArchiveError, DataError
from avviso.settings import Settings

if TYPE_CHECKING:
    from importlib.metadata import Distribution

# What tells the language of a text is a model too, though no language's own.
_COMMON_MODELS = ("py3langid",)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is read, and how many rules carry its findings."""

    code: str
    model: str
    rules: int


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model; `sha256` is over all its files, None with the rest when it is not installed."""

    name: str
    version: str | None
    licence: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where some of our data come from: `files` are patterns below `data/`."""

    name: str
    what: str
    source: str
    licence: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Info:
    """All that `avviso info` tells. `counts` is what the archive holds, with `problem` when it cannot be told."""

    version: str
    languages: tuple[Language, ...]
    models: tuple[Model, ...]
    data: tuple[DataSource, ...]
    archive: str
    counts: dict[str, int] = field(default_factory=dict)
    problem: str | None = None


def describe(settings: Settings) -> Info:
    """What there is to tell. Raises `DataError` when our own data are wrong."""
    from importlib.metadata import version

    from avviso.store.archive import Archive
    from avviso.store.engine import shown

    languages = tuple(_language(code) for code in settings.languages)
    about = Info(
        version=version("avviso"),
        languages=languages,
        models=tuple(_model(name) for name in (*dict.fromkeys(language.model for language in languages), *_COMMON_MODELS)),
        data=data_sources(),
        archive=shown(settings.archive),
    )
    if "://" not in settings.archive and not Path(settings.archive).expanduser().exists():
        return about
    try:
        with Archive.open(settings.archive, lock_timeout=settings.lock_timeout) as archive:
            about.counts.update(archive.counts())
            return about
    except ArchiveError as error:
        return Info(about.version, about.languages, about.models, about.data, about.archive, problem=str(error))


def data_sources() -> tuple[DataSource, ...]:
    """Every entry of `data/SOURCES.toml`. Raises `DataError` when one lacks a field."""
    from avviso.knowledge.files import DATA, read_toml

    try:
        return tuple(
            DataSource(entry["name"], entry["what"], entry["source"], entry["licence"], tuple(entry["files"]))
            for entry in read_toml(DATA / "SOURCES.toml").get("source", [])
        )
    except KeyError as error:
        raise DataError(f"SOURCES.toml: an entry lacks {error}; add it") from error


def _language(code: str) -> Language:
    from avviso.knowledge.files import DATA
    from avviso.knowledge.grammar import grammar
    from avviso.knowledge.lexicon import lexicon

    if not (DATA / "lang" / code).is_dir():
        raise DataError(f"the language {code} is not known; correct the setting `languages`")
    return Language(code, grammar(code).model, len({entry.id for entry in lexicon(code).entries}))


def _model(name: str) -> Model:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = distribution(name)
    except PackageNotFoundError:
        return Model(name, None, None, None)
    about = found.metadata
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), None)
    return Model(name, about["Version"], licence, _sha256(found))


def _sha256(found: Distribution) -> str:
    """The hash of the package's files with their names, in the order of their names; what an installer adds does not count."""
    from hashlib import sha256

    digest = sha256()
    for file in sorted(found.files or (), key=str):
        name, path = str(file), Path(str(found.locate_file(file)))
        if name.startswith("..") or ".dist-info/" in name or "__pycache__/" in name or not path.is_file():
            continue
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
