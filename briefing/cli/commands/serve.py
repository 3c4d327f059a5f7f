"""`serve`: the site as it will be, drafts and all, in a browser on this machine, shown anew at every save."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.core.problems import Problem
    from briefing.preview.live_site import Resident, SiteUpdate

PORT = 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=_port,
        default=PORT,
        metavar="N",
        help=f"where to serve (default: {PORT}, or the next that is free)",
    )
    parser.add_argument("--open", action="store_true", help="open the site in a browser")


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("it is a number from 0 to 65535; 0 is any that is free")
    return number


def run(options: argparse.Namespace, root: Path) -> int:
    try:
        from briefing.preview.server import HOST, bind, serve
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] == "briefing":
            raise
        if error.name not in ("livereload", "tornado", "watchfiles"):  # they are there, and what they need is not
            print(
                f"The preview's packages are installed, but one does not load ({error}). Install them again:",
                file=sys.stderr,
            )
            print("    python -m pip install --force-reinstall livereload tornado watchfiles", file=sys.stderr)
            return 2
        print(
            f"The preview needs the package {error.name}, which is not installed here. `make serve` brings all it needs; so does\n"
            "    python -m pip install livereload tornado watchfiles",
            file=sys.stderr,
        )
        return 2
    from briefing.core.process_pool import cores
    from briefing.preview.live_site import Resident

    _allow_many_connections()
    begun = time.perf_counter()
    try:
        port, sockets = bind(options.port)
    except OSError as error:
        print(f"No port from {options.port} on is free ({error}). Name another: --port N", file=sys.stderr)
        return 2
    if options.port not in (0, port):
        print(f"Port {options.port} is taken by another program; this preview is at {port}.")
    resident = Resident(str(root), min(2, cores()))
    address = f"http://{HOST}:{port}/"
    print(f"{resident.records:,} records with drafts, read in {time.perf_counter() - begun:.2f} s.")
    _print_problems(resident)
    print(f"The preview is at {address} until you press Ctrl-C.", flush=True)

    before = list(resident.problems)

    def told(change: SiteUpdate, seconds: float) -> None:
        what = "the site is shown anew" if change.pages or change.static else "the site stays as it was"
        print(f"{time.strftime('%H:%M:%S')} saved: {what} ({seconds * 1000:,.0f} ms)")
        if change.problems:
            _print_problems(resident, before)
            before[:] = resident.problems
        sys.stdout.flush()

    serve(resident, port, sockets, told, lambda: _open(address) if options.open else None)
    print("\nThe preview has ended.")
    return 0


def _print_problems(resident: Resident, before: Sequence[Problem] | None = None) -> None:
    """The problems that were not there before, and how many there are in all."""
    from briefing.cli.commands.problem_printing import coloured
    from briefing.core import problem_reports

    problems = resident.problems
    new = [problem for problem in problems if problem not in (before or ())]
    if new:
        print(problem_reports.as_text(new, resident.texts(), coloured()), end="\n\n")
    errors = sum(problem.is_error for problem in problems)
    parts = [
        problem_reports.count(number, word)
        for number, word in ((errors, "error"), (len(problems) - errors, "warning"))
        if number
    ]
    if parts:
        print(", ".join(parts) + ("; pages stay as they last were." if errors else "."))
    elif before is not None:
        print("No problems any more.")


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)


def _allow_many_connections() -> None:
    """Each connection takes a file descriptor, of which some systems allow few unless asked."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < 8192:
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (8192 if hard == resource.RLIM_INFINITY else min(8192, hard), hard)
            )
    except (ImportError, OSError, ValueError):
        pass
