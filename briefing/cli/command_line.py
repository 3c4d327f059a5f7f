"""The command line. Exit status: 0 fine, 1 problems in the content or the output, 2 wrong usage."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from briefing import __version__
from briefing.cli.command_table import COMMANDS, command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status. `build` is the command where none is named."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a name must not end the build
    given, at = _with_command(sys.argv[1:] if arguments is None else arguments)
    known = parser(given[at : at + 1])
    options = known.parse_args(given)
    if empty := [name for name, value in vars(options).items() if value == [] and name != "paths" and name != "words"]:
        known.error(f"{empty[0].upper()} is missing: `--` only parts options from what follows")
    root = Path(options.root)
    if not root.is_dir():
        from briefing.core.problem_reports import visible

        print(f"There is no folder {visible(str(root))}. Name the one with briefing.yaml: --root DIR", file=sys.stderr)
        return 2
    collecting = gc.isenabled()
    gc.disable()  # a run makes no rubbish in circles, and looking for some takes a third of its time
    try:
        status = command(options.command).run(options, root)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:  # a full disk, a file that may not be written: no fault of the program's, so no traceback
        from briefing.core.problem_reports import reason

        print(f"`{options.command}` could not be completed: {reason(error)}.", file=sys.stderr)
        return 1
    finally:
        if collecting:
            gc.enable()


def run() -> NoReturn:
    """Run the command of the command line and end the process at once: to take ten thousand records apart takes a while."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(status)


def _with_command(arguments: Sequence[str]) -> tuple[list[str], int]:
    """Put `build` where no command is named: after `--root`, which all commands take and which may stand before theirs.

    Returns the arguments, and which of them is the command.
    """
    given, at = list(arguments), 0
    while at < len(given) and (given[at] == "--root" or given[at].startswith("--root=")):
        at += 2 if given[at] == "--root" else 1
    rest = given[at : at + 1]
    if at <= len(given) and (not rest or (rest[0].startswith("-") and rest[0] not in ("-h", "--help", "--version"))):
        given.insert(at, "build")
    return given, at


def parser(called: Collection[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser of all commands, with the options of those that are called; the others' modules are not imported."""
    whole = argparse.ArgumentParser(
        prog="build.py" if sys.argv[0].endswith("build.py") else "briefing",
        description="Turn a desk's YAML records into a cross-linked static site.",
        epilog="Without a command, `build`. Exit status: 0 fine, 1 problems, 2 wrong usage.",
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    root = "the folder with briefing.yaml and content/"
    whole.add_argument(
        "--root", default=".", metavar="DIR", help=f"{root}; before or after the command, the last one counts"
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help in COMMANDS.items():
        one = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
        one.add_argument("--root", default=argparse.SUPPRESS, metavar="DIR", help=root)
        if name in called:
            command(name).arguments(one)
    return whole
