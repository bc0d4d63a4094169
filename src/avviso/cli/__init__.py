"""The command line: it parses, calls the service, and prints. Exit codes are in `EXIT_CODES`."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from avviso.cli import archive, bench, info, read
from avviso.cli.screen import error_line
from avviso.cli.start import Start
from avviso.errors import AvvisoError
from avviso.service import Service
from avviso.settings import Settings, SettingsError

EXIT_CODES = {
    0: "everything was done",
    1: "some inputs failed, or what was asked for is not there; all else was done",
    2: "the command was not understood, or a setting is wrong",
    130: "stopped with Ctrl-C; what was stored is kept",
    141: "whoever read the output stopped reading",
}

app = typer.Typer(
    name="avviso",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
read.register(app)
archive.register(app)
info.register(app)
bench.register(app)


@app.callback(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  avviso demo\n  avviso read article.txt --published 2026-01-27\n  avviso search drones --actor UKR\n\n"
    "\b\nExit codes:\n" + "\n".join(f"  {code:<4}{meaning}" for code, meaning in EXIT_CODES.items()),
)
def avviso(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings to use instead of avviso/config.toml.")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> int:
    """Reads news and says who did or said what to whom, when, where and according to whom."""
    context.find_object(Start).config = config  # type: ignore[union-attr]
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"avviso {installed('avviso')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
    return 0


def main(arguments: Sequence[str] | None = None, make_service: Callable[[Settings], Service] = Service) -> int:
    """Runs a command line and returns its exit code. `make_service` lets another front door bring its own service."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        command = typer.main.get_command(app)
        with command.make_context("avviso", words, obj=Start(make_service)) as context:
            code = command.invoke(context)
        sys.stdout.flush()
        return int(code or 0)
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as error:
        error_line(f"{error.format_message().rstrip('.')}; `avviso --help` tells what there is")
        return error.exit_code
    except SettingsError as error:
        error_line(str(error))
        return 2
    except AvvisoError as error:
        error_line(str(error))
        return 1
    except KeyboardInterrupt:
        error_line("stopped")
        return 130
    except OSError as error:
        return _output_failed(error)


def _output_failed(error: OSError) -> int:
    """What to do when nothing more can be printed; what is left in the buffer goes nowhere."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
    except (OSError, ValueError):
        pass
    if error.errno == errno.EPIPE:
        return 141
    error_line(f"the output cannot be written ({error.strerror or type(error).__name__}); free some space or write elsewhere")
    return 1
