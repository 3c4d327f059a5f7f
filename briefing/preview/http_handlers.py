"""What answers HTTP requests and WebSockets: only this machine's browsers, and only under the server's own names."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from livereload.handlers import LiveReloadHandler
from tornado.web import RequestHandler

from briefing.preview.http_responses import SiteResponder
from briefing.rendering.content_security_policy import POLICY_WITH_WASM

PLUGIN = "briefing-preview"  # as which preview.js makes itself known to livereload

# What the site's own pages ask for themselves, with room for any of them, and for livereload's socket.
POLICY = POLICY_WITH_WASM.replace("connect-src 'self'", "connect-src 'self' {}") + "; frame-ancestors 'none'"


class Guard(RequestHandler):
    """Only who calls this server by its name on this machine is answered, lest another site reach it through a browser."""

    def initialize(self, names: tuple[str, ...], answers: SiteResponder, asked: Callable[[], None]) -> None:
        self.names = names
        self.answers = answers
        self.asked = asked

    def prepare(self) -> None:
        self.asked()
        if self.request.headers.get_list("Host") not in [[name] for name in self.names]:
            self.refuse(403, f"This preview is only at http://{self.names[0]}/")

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


class SiteFileHandler(Guard):
    """Every path: GET and HEAD."""

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


class Socket(LiveReloadHandler, Guard):
    """Livereload's socket, for pages of this server only."""

    def prepare(self) -> None:
        """Looked at here, because tornado asks `check_origin` only where it finds an origin doubtful."""
        headers = self.request.headers
        origins = [*headers.get_list("Origin"), *headers.get_list("Sec-Websocket-Origin")]
        if all(map(self.check_origin, origins)):
            Guard.prepare(self)
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
        if command == "info" and page and page != self.answers.version():
            self.send_message({"command": "reload", "path": "*", "liveCSS": True, "liveImg": True})
