"""One frozen `Settings`, read once from the file, the environment and the flags, then passed down."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from avviso.errors import AvvisoError

_PREFIX = "AVVISO_"
_WANTED = {
    "int": "a whole number above 0",
    "float": "a number above 0",
    "str": "some text",
    "tuple[str, ...]": "language codes, separated by commas",
}


class SettingsError(AvvisoError):
    """A setting is unknown or has a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. Each has the same name in the file, as `AVVISO_NAME` in the environment, and as a flag where there is one.

    `archive` is the path of an SQLite file or the address of a PostgreSQL database; `languages` are those that are read, others
    are skipped; `workers` is the number of reading processes; `max_bytes` bounds one file, page or line of JSONL; `timeout` is
    in seconds and bounds each wait for a server (the whole download may take three times as long); `lock_timeout` is how many
    seconds to wait for an archive that another program writes to.
    """

    archive: str
    languages: tuple[str, ...] = ("fr", "en")
    workers: int = 1
    max_bytes: int = 20_000_000
    timeout: float = 20.0
    lock_timeout: float = 10.0
    user_agent: str = "avviso (reads news articles at a person's request)"


def load(config: Path | None = None, environment: Mapping[str, str] | None = None, **flags: object) -> Settings:
    """The settings: flags come before the environment, the environment before the file, the file before the defaults.

    Without `config` the file is `avviso/config.toml` in the configuration folder, where it may be missing. A flag that is None
    counts as not given. Raises `SettingsError` for an unreadable file, an unknown name or a value of the wrong kind.
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {
        "archive": str(_folder(environment, "XDG_DATA_HOME", ".local/share") / "archive.sqlite"),
    }
    known = {field.name: field.type for field in fields(Settings)}
    for name, value in _from_file(config or environment.get(f"{_PREFIX}CONFIG"), environment).items():
        where, key = name
        if key not in known:
            raise SettingsError(f"{where}: there is no setting {key!r}; use one of {', '.join(sorted(known))}")
        values[key] = _typed(where, key, known[key], value)
    for key, kind in known.items():
        if f"{_PREFIX}{key.upper()}" in environment:
            values[key] = _typed(f"{_PREFIX}{key.upper()}", key, kind, environment[f"{_PREFIX}{key.upper()}"])
        if flags.get(key) is not None:
            values[key] = _typed(f"--{key.replace('_', '-')}", key, kind, flags[key])
    return Settings(**values)


def _folder(environment: Mapping[str, str], variable: str, default: str) -> Path:
    """The user's folder for Avviso's files of one purpose."""
    base = environment.get(variable)
    return (Path(base) if base and Path(base).is_absolute() else Path(environment.get("HOME") or Path.home()) / default) / "avviso"


def _from_file(config: str | Path | None, environment: Mapping[str, str]) -> dict[tuple[str, str], Any]:
    path = Path(config) if config else _folder(environment, "XDG_CONFIG_HOME", ".config") / "config.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        if config is None:
            return {}
        raise SettingsError(f"{path}: no such file; correct --config") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read as settings ({error}); correct the file") from error
    return {(str(path), key): value for key, value in table.items()}


def _typed(where: str, key: str, kind: object, value: object) -> Any:
    """The value in the setting's own type. Raises `SettingsError` naming where it was set."""
    try:
        if kind == "tuple[str, ...]":
            parts = value.split(",") if isinstance(value, str) else list(value)  # type: ignore[call-overload]
            if not parts or not all(isinstance(part, str) and part.strip() for part in parts):
                raise ValueError
            return tuple(part.strip().lower() for part in parts)
        if kind in ("int", "float"):
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                raise ValueError
            number = int(value) if kind == "int" and not isinstance(value, float) else float(value)
            if not 0 < number < 1e12 or (kind == "int" and isinstance(number, float)):
                raise ValueError
            return number
        if not isinstance(value, str | Path) or not str(value):
            raise ValueError
        return str(value)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{where}: {key} is {value!r}; give {_WANTED[str(kind)]}") from error
