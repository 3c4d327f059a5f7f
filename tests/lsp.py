"""A language server over standard input and output: what an editor asks of one, and what it is told."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds; a server that has not answered by then never will


class LanguageServer:
    """A running server. Each file is opened once."""

    def __init__(self, command: Sequence[str], root: Path, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._diagnostics: queue.Queue[dict[str, Any]] = queue.Queue()
        self._writing = threading.Lock()
        self._asked = 0
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            },
        }
        folder = {"uri": root.as_uri(), "name": root.name}
        self.ask(
            "initialize", processId=None, rootUri=root.as_uri(), workspaceFolders=[folder], capabilities=capabilities
        )
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=settings)

    def open(self, file: Path, text: str) -> list[dict[str, Any]]:
        """Open a file with a text in it; what is wrong with it."""
        return self.open_all({file: text})[file]

    def open_all(self, texts: Mapping[Path, str]) -> dict[Path, list[dict[str, Any]]]:
        """Open files at once, since a server waits a while for the next key before it looks at one."""
        waiting = {file.as_uri(): file for file in texts}
        for file, text in texts.items():
            document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
            self._tell("textDocument/didOpen", textDocument=document)
        found = {}
        while waiting:
            published = self._diagnostics.get(timeout=PATIENCE)
            if published["uri"] in waiting:
                found[waiting.pop(published["uri"])] = list(published["diagnostics"])
        return found

    def at(self, request: str, file: Path, line: int, column: int) -> Any:
        """`hover` or `completion` at a place, counted from 0."""
        return self.ask(
            f"textDocument/{request}", textDocument={"uri": file.as_uri()}, position={"line": line, "character": column}
        )

    def stop(self) -> None:
        self.ask("shutdown")
        self._tell("exit")
        self._process.wait(PATIENCE)

    def ask(self, method: str, **parameters: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": parameters})
        answer = self._answers.get(timeout=PATIENCE)
        assert answer["id"] == self._asked and "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, **parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        with self._writing:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while header := self._process.stdout.readline():
            length = int(header.split(b":")[1]) if header.lower().startswith(b"content-length") else 0
            if not length:
                continue
            while self._process.stdout.readline() != b"\r\n":
                pass
            message = json.loads(self._process.stdout.read(length))
            if "method" not in message:
                self._answers.put(message)
            elif message["method"] == "textDocument/publishDiagnostics":
                self._diagnostics.put(message["params"])
            elif "id" in message:
                self._send({"id": message["id"], "result": self._told(message)})

    def _told(self, message: dict[str, Any]) -> Any:
        """What an editor answers: its settings, by section."""
        if message["method"] != "workspace/configuration":
            return None
        return [
            {
                key.removeprefix(f"{item['section']}."): value
                for key, value in self._settings.items()
                if key.startswith(f"{item['section']}.")
            }
            for item in message["params"]["items"]
        ]
