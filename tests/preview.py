"""What tests of the preview share: the real server in a process of its own, spoken to over raw sockets and WebSockets."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import REPOSITORY

PATIENCE = 20.0  # seconds; the tests wait for things to come true and never for a time to pass, but for quiet
LINK = re.compile(rb'<script src="/-/preview.js" data-version="[0-9a-f-]+" defer></script>\n')


class Preview:
    """A running server and what it has printed."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log
        self.port = int(until(lambda: re.search(r"is at http://127\.0\.0\.1:(\d+)/", self.printed()), self.alive)[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def alive(self) -> None:
        assert self.process.poll() is None, self.printed()

    def printed(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def problems(self) -> list[dict[str, Any]]:
        return list(json.loads(self.get("/-/problems.json"))["problems"])

    def raw(self, request: bytes) -> bytes:
        """All that the server answers to these bytes until it closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def ask(self, path: bytes, method: bytes = b"GET", host: str = "", more: bytes = b"") -> tuple[int, bytes]:
        """(status, everything) of a request whose path is sent as it is."""
        name = (host or f"127.0.0.1:{self.port}").encode()
        answer = self.raw(
            method + b" " + path + b" HTTP/1.1\r\nHost: " + name + b"\r\nConnection: close\r\n" + more + b"\r\n"
        )
        status = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
        return int(status[1]) if status else 0, answer


@contextmanager
def preview(root: Path, *options: str, log: Path) -> Iterator[Preview]:
    """Serve a project at a port that is free; end as Ctrl-C does, which must be clean."""
    command = [
        sys.executable,
        str(REPOSITORY / "build.py"),
        "serve",
        "--root",
        str(root),
        *(options or ("--port", "0")),
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
    try:
        running = Preview(process, log)
        yield running
        running.alive()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) in (0, 130), running.printed()
        assert "Traceback" not in running.printed(), running.printed()
    finally:
        process.kill()
        process.wait()


def until(found: Callable[[], Any], meanwhile: Callable[[], None] = lambda: None) -> Any:
    """What `found` gives once that is true."""
    end = time.monotonic() + PATIENCE
    while True:
        value = found()
        if value:
            return value
        meanwhile()
        assert time.monotonic() < end, "it has not come true"
        time.sleep(0.01)


class Listener:
    """A plain WebSocket client that speaks livereload's protocol."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def send(self, **said: Any) -> None:
        await self._connection.write_message(json.dumps(said))

    async def next(self, seconds: float = PATIENCE) -> dict[str, Any] | None:
        """The next message, or None where none comes in time or the connection is closed."""
        try:
            message = await asyncio.wait_for(self._connection.read_message(), seconds)
        except TimeoutError:
            return None
        return None if message is None else dict(json.loads(message))

    async def quiet(self, seconds: float = 0.4) -> None:
        assert await self.next(seconds) is None


async def listener(running: Preview, origin: str | None = None, page: str = "") -> Listener:
    """A client that has said hello and what it shows. Raises HTTPClientError where the server refuses it."""
    from tornado.httpclient import HTTPRequest
    from tornado.websocket import websocket_connect

    headers = {"Origin": origin} if origin else {}
    heard = Listener(await websocket_connect(HTTPRequest(f"ws://127.0.0.1:{running.port}/livereload", headers=headers)))
    await heard.send(command="hello", protocols=["http://livereload.com/protocols/official-7"])
    hello = await heard.next()
    assert hello and hello["command"] == "hello"
    plugins = {"briefing-preview": {"page": page, "version": "1.0"}} if page else {}
    await heard.send(command="info", plugins=plugins, url=running.address + "/")
    await heard.send(command="hello", protocols=[])  # answered after it
    while (answer := await heard.next()) and answer["command"] != "hello":
        assert page, answer
        heard.told = answer  # type: ignore[attr-defined]
    return heard
