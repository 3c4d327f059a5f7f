"""The preview's server: `livereload` on one loop with the project in memory. Only this machine is answered."""

from __future__ import annotations

import gc
import json
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
from tornado.web import Application, RequestHandler

from ..resident import Change, Resident
from .answers import PROBLEMS, Answers
from .watcher import Watcher

HOST = "127.0.0.1"
PLUGIN = "briefing-preview"  # as which preview.js makes itself known to livereload
TRIES = 50  # ports after the one asked for
TIDY = 5.0  # seconds between looking for rubbish in circles, in which nobody asked for anything
LONGEST_HEAD, LONGEST_BODY = 16 * 1024, 16 * 1024  # bytes of a request

Told = Callable[[Change, float], None]
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
        for name, level in (("tornado.access", logging.CRITICAL), ("tornado.general", logging.CRITICAL), ("livereload", logging.CRITICAL)):
            logging.getLogger(name).setLevel(level)

    def application(self, port: int, host: str, liveport: Any = None, debug: Any = None, live_css: bool = True) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = live_css
        names = [f"{name}:{port}" if port != 80 else name for name in (HOST, "localhost", "[::1]")]
        given = {"names": frozenset(names), "preview": self}
        sources = " ".join(f"ws://{name}" for name in names if name[0] != "[")  # an IPv6 address cannot stand in a policy
        application = Application(
            [(r"/livereload", _Socket, given), (r".*", _Pages, given | {"answers": Answers(self._resident, self.version)})],
            policy=POLICY.format(sources),
            websocket_max_message_size=LONGEST_BODY,
            default_handler_class=_Pages,
        )
        server = HTTPServer(
            application, max_header_size=LONGEST_HEAD, max_body_size=LONGEST_BODY, body_timeout=10, idle_connection_timeout=120
        )
        server.add_sockets(self._sockets)
        PeriodicCallback(self._tidy, TIDY * 1000).start()

    # --- what changes ------------------------------------------------------------------------------------------------

    def version(self) -> str:
        """What stands for the site and the problems as they are now, in this run of the server and no other."""
        return f"{self._begun:x}-{self._number}"

    def asked(self) -> None:
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


# Nothing that stands in a page runs, and nothing is loaded from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; worker-src 'self'; manifest-src 'self'; connect-src 'self' {}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class _Guard(RequestHandler):
    """Only who calls this server by its name on this machine is answered, lest another site reach it through a browser."""

    def initialize(self, names: frozenset[str], preview: Preview, **given: Any) -> None:
        self.names = names
        self.preview = preview
        for name, value in given.items():
            setattr(self, name, value)

    def prepare(self) -> None:
        self.preview.asked()
        if self.request.headers.get_list("Host") not in [[name] for name in self.names]:
            self.refuse(403, f"This preview is only at http://{HOST}:{self.preview._port}/")

    def refuse(self, status: int, words: str) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(words + "\n")

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", self.settings["policy"])
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **_: Any) -> None:
        self.refuse(status_code, self._reason)


class _Pages(_Guard):
    """Every path: GET and HEAD."""

    answers: Answers

    def get(self) -> None:
        answer = self.answers.answer(self.request.path)
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.type)
        if answer.location:
            self.set_header("Location", answer.location)
        self.finish(answer.body)

    head = get

    def compute_etag(self) -> None:
        return None


class _Socket(LiveReloadHandler, _Guard):
    """Livereload's socket, for pages of this server only."""

    def prepare(self) -> None:
        """Looked at here, because tornado asks `check_origin` only where it finds an origin doubtful."""
        headers = self.request.headers
        origins = [*headers.get_list("Origin"), *headers.get_list("Sec-Websocket-Origin")]
        if all(map(self.check_origin, origins)):
            _Guard.prepare(self)
        else:
            self.refuse(403, "This preview is for its own pages only")

    def check_origin(self, origin: str) -> bool:
        return origin in {f"http://{name}" for name in self.names}

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """As tornado's; that a page went away meanwhile is no news."""
        sent = super().write_message(message, binary)
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        return sent

    def on_message(self, message: str | bytes) -> None:
        """Livereload's handshake. A page that is older than what is served by now is told so at once."""
        try:
            said = json.loads(message)
            command = said["command"]
            page = said.get("plugins", {}).get(PLUGIN, {}).get("page", "")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.close(1007)
            return
        if command in ("hello", "info"):
            LiveReloadHandler.on_message(self, json.dumps({"command": command, "url": str(said.get("url", ""))}))
        if command == "info" and page and page != self.preview.version():
            self.send_message({"command": "reload", "path": "*", "liveCSS": True, "liveImg": True})


def serve(resident: Resident, port: int, sockets: list[socket.socket], told: Told, begin: Callable[[], None]) -> None:
    """Serve until Ctrl-C; `begin` is called once requests are answered."""
    preview = Preview(resident, port, sockets, told)
    IOLoop.current().add_callback(begin)
    preview.run()
