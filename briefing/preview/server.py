"""The preview's server: `livereload` on one loop with the project in memory. Only this machine is answered."""

from __future__ import annotations

import gc
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

from livereload import Server
from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback
from tornado.netutil import bind_sockets
from tornado.web import Application

from briefing.preview.file_watcher import Watcher
from briefing.preview.http_handlers import POLICY, SiteFileHandler, Socket
from briefing.preview.http_responses import PROBLEMS, SiteResponder
from briefing.preview.live_site import Resident, SiteUpdate

HOST = "127.0.0.1"
TRIES = 50  # ports after the one asked for
TIDY = 5.0  # seconds between looking for rubbish in circles, in which nobody asked for anything
LONGEST_HEAD, LONGEST_BODY = 16 * 1024, 16 * 1024  # bytes of a request

Told = Callable[[SiteUpdate, float], None]
"""Told what a save brought and how many seconds that took."""


def bind(port: int) -> tuple[int, list[socket.socket]]:
    """(port, sockets) of the port asked for, or the next that is free; 0 for any. Raises OSError where none is."""
    for attempt in range(port, port + TRIES if port else 1):
        try:
            sockets = bind_sockets(attempt, HOST)
            return sockets[0].getsockname()[1], sockets
        except (OSError, OverflowError) as error:
            failed = error
    raise OSError(str(failed))


class Preview(Server):
    """Serves a project that is in memory, from sockets that are bound."""

    def __init__(self, resident: Resident, port: int, sockets: list[socket.socket], told: Told) -> None:
        self._resident = resident
        self._port = port
        self._sockets = sockets
        self._told = told
        self._begun = time.time_ns()
        self._number = 0
        self._asked = 0.0
        super().__init__(watcher=Watcher(resident.root, self._apply))
        self.watcher.watch(resident.root)

    def run(self) -> None:
        """Serve until Ctrl-C."""
        LiveReloadHandler.DEFAULT_RELOAD_TIME = float("-inf")  # so that no save is too soon after another
        gc.collect()
        gc.freeze()
        gc.disable()
        try:
            self.serve(port=self._port, host=HOST)
        finally:
            self.watcher.stop()
            gc.unfreeze()

    # --- what livereload calls ---------------------------------------------------------------------------------------

    def _setup_logging(self) -> None:
        """Nothing is said of each request, nor of what is wrong with one; a bug of ours is."""
        for name, level in (
            ("tornado.access", logging.CRITICAL),
            ("tornado.general", logging.CRITICAL),
            ("livereload", logging.CRITICAL),
        ):
            logging.getLogger(name).setLevel(level)

    def application(self, port: int, host: str, liveport: Any = None, debug: Any = None, live_css: bool = True) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = live_css
        names = [f"{name}:{port}" if port != 80 else name for name in (HOST, "localhost", "[::1]")]
        given = {
            "names": tuple(names),
            "answers": SiteResponder(self._resident, self.version),
            "asked": self._note_asked,
        }
        sources = " ".join(
            f"ws://{name}" for name in names if name[0] != "["
        )  # an IPv6 address cannot stand in a policy
        application = Application(
            [(r"/livereload", Socket, given), (r".*", SiteFileHandler, given)],
            policy=POLICY.format(sources),
            websocket_max_message_size=LONGEST_BODY,
        )
        server = HTTPServer(
            application,
            max_header_size=LONGEST_HEAD,
            max_body_size=LONGEST_BODY,
            body_timeout=10,
            idle_connection_timeout=120,
        )
        server.add_sockets(self._sockets)
        PeriodicCallback(self._tidy, TIDY * 1000).start()

    # --- what changes ------------------------------------------------------------------------------------------------

    def version(self) -> str:
        """What stands for the site and the problems as they are now, in this run of the server and no other."""
        return f"{self._begun:x}-{self._number}"

    def _note_asked(self) -> None:
        self._asked = time.monotonic()

    def _apply(self, paths: list[str] | None) -> list[str]:
        """Take in what changed; gives the paths that browsers are told of."""
        begun = time.perf_counter()
        change = self._resident.refresh(paths)
        if not any(change):
            return []
        self._number += 1
        self._asked = time.monotonic()
        self._told(change, time.perf_counter() - begun)
        if change.pages or any(not path.endswith(".css") for path in change.static):
            return ["*"]  # the page is loaded again, and asks for the problems by itself
        return [*change.static, *([PROBLEMS] if change.problems else [])]

    def _tidy(self) -> None:
        """Look for rubbish in circles, which otherwise would stop a request in the midst of it."""
        if time.monotonic() - self._asked > 1.0:
            gc.collect()


def serve(resident: Resident, port: int, sockets: list[socket.socket], told: Told, begin: Callable[[], None]) -> None:
    """Serve until Ctrl-C; `begin` is called once requests are answered."""
    preview = Preview(resident, port, sockets, told)
    IOLoop.current().add_callback(begin)
    preview.run()
