"""A client of yaml-language-server: JSON-RPC over its standard streams, one request after the other.

Nothing here waits for a time: every answer is waited for by its own id, every diagnosis by its document.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

ANSWER_S = 60
"""Longer than the server ever took here (2 s, at its start); a server that hangs fails the test."""

SETTINGS: Mapping[str, Any] = {
    "validate": True,
    "hover": True,
    "completion": True,
    "schemaStore": {"enable": False},
    "yamlVersion": "1.2",
}


class LanguageServer:
    """The server, with one folder of protocols open in it."""

    def __init__(self, command: list[str], folder: Path, schema: Path) -> None:
        """Start it.

        Args:
            command: what starts the server on its standard streams.
            folder: the folder that the editor has open.
            schema: the schema that the editor's settings give to every .yaml file without a modeline.
        """
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._folder = folder
        self._settings = {**SETTINGS, "schemas": {schema.as_uri(): "*.yaml"}}
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self._told: dict[str, list[dict[str, Any]]] = {}
        self._last = 0
        self._opened = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": {
                    "textDocument": {
                        "completion": {
                            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                        },
                        "hover": {"contentFormat": ["markdown"]},
                        "publishDiagnostics": {},
                    },
                    "workspace": {"configuration": True, "didChangeConfiguration": {}},
                },
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "protocols"}],
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings}})
        self._until_configured()

    def __enter__(self) -> LanguageServer:
        """Use the server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def diagnose(self, texts: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        """Give what the server finds in texts, by their names; all are open at once."""
        uris = {name: self.open(name, text) for name, text in texts.items()}
        found = {name: self._diagnosis(uri) for name, uri in uris.items()}
        for uri in uris.values():
            self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})
            self._diagnosis(uri)
        return found

    def _until_configured(self) -> None:
        """Wait until the server knows the schema: until then it finds nothing in any document."""
        uri = self.open("probe.yaml", "no key of a protocol: 1\n")
        while not self._diagnosis(uri):
            pass
        self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def open(self, name: str, text: str) -> str:
        """Open a text as a file of the folder, and give its address.

        Each has an address of its own: the server may tell of a document twice, and once more when it is
        closed; of an address that is used again, that would be taken for what it finds in the next text.
        """
        self._opened += 1
        uri = (self._folder / f"{self._opened}-{name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": self._opened, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def complete(self, name: str, text: str) -> dict[str, dict[str, Any]]:
        """Give what is proposed where ``§`` stands in a text, by label."""
        uri, position = self._open_at_mark(name, text)
        answer = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})
        self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        items = answer if isinstance(answer, list) else answer["items"]
        return {item["label"]: item for item in items}

    def hover(self, name: str, text: str) -> str:
        """Give what is shown where ``§`` stands in a text."""
        uri, position = self._open_at_mark(name, text)
        answer = self._ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})
        self._tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        return "" if answer is None else str(answer["contents"]["value"])

    def _open_at_mark(self, name: str, text: str) -> tuple[str, dict[str, int]]:
        before, _, after = text.partition("§")
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.open(name, before + after), place

    def _diagnosis(self, uri: str) -> list[dict[str, Any]]:
        """Wait for what is told of a document, and give it."""
        while uri not in self._told:
            self._take(self._answers.get(timeout=ANSWER_S))
        return self._told.pop(uri)

    def _ask(self, method: str, parameters: Any) -> Any:
        self._last += 1
        number = self._last
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._answers.get(timeout=ANSWER_S)
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        """Take what the server says or asks of its own accord."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            asked = message.get("params") or {}
            result: Any = None
            if message["method"] == "workspace/configuration":
                result = [self._settings if item["section"] == "yaml" else {} for item in asked["items"]]
            self._send({"id": message["id"], "result": result})

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> None:
        """Take the server's messages apart, until it ends."""
        assert self._process.stdout is not None
        while header := self._process.stdout.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = self._process.stdout.readline()
            self._answers.put(json.loads(self._process.stdout.read(length)))
