"""The little of HTTP/1.1 that a camera's stream needs: one request, one head, one body, plain or chunked.

No I/O: bytes go in and bytes come out, so that the time of every byte stays known to the caller.
"""

from __future__ import annotations

from urllib.parse import SplitResult

HEAD_LIMIT = 65_536


class BadResponse(ValueError):
    """Raised when a server answers with something else than a stream."""


def target_of(url: SplitResult) -> str:
    """Return the target of a request as it stands in the request's first line: path and query."""
    return f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"


def request(url: SplitResult, authorization: str = "") -> bytes:
    """Return the GET request for a URL, with the value of its ``Authorization`` field, if any."""
    lines = [
        f"GET {target_of(url)} HTTP/1.1",
        f"Host: {url.netloc}",
        "User-Agent: nao-sessions",
        "Accept: */*",
        "Connection: close",
    ]
    if authorization:
        lines.append(f"Authorization: {authorization}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


class Response:
    """The reader of one response: takes its bytes in pieces of any size, and returns those of the body."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._head_read = False
        self._chunked = False
        self._left = 0
        self.content_type = ""
        self.challenges: tuple[str, ...] = ()
        self.ended = False

    def feed(self, data: bytes) -> bytes:
        """Return the bytes of the body that lie in ``data``.

        Raises:
            BadResponse: no HTTP, another status than 200, or a broken chunk.
        """
        self._waiting += data
        if not self._head_read and not self._read_head():
            return b""
        if not self._chunked:
            body = bytes(self._waiting)
            self._waiting.clear()
            return body
        return self._read_chunks()

    def _read_head(self) -> bool:
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0:
            if len(self._waiting) > HEAD_LIMIT:
                raise BadResponse("the head of the response never ends")
            return False
        first, *lines = self._waiting[:end].decode("latin-1").split("\r\n")
        del self._waiting[: end + 4]
        words = first.split(" ", 2)
        if len(words) < 2 or not words[0].startswith("HTTP/1."):
            raise BadResponse("no HTTP response")
        parted = (line.partition(":") for line in lines)
        fields = [(name.strip().lower(), value.strip()) for name, _, value in parted]
        if words[1] != "200":
            self.challenges = tuple(value for name, value in fields if name == "www-authenticate")
            raise BadResponse(f"HTTP status {words[1]}")
        named = dict(fields)
        self.content_type = named.get("content-type", "").lower()
        self._chunked = "chunked" in named.get("transfer-encoding", "").lower()
        self._head_read = True
        return True

    def _read_chunks(self) -> bytes:
        body = bytearray()
        while self._waiting and not self.ended:
            if self._left > 2:
                piece = self._waiting[: self._left - 2]
                body += piece
                del self._waiting[: len(piece)]
                self._left -= len(piece)
            elif self._left:  # the line's end after a chunk
                gone = min(self._left, len(self._waiting))
                del self._waiting[:gone]
                self._left -= gone
            elif not self._read_size():
                break
        return bytes(body)

    def _read_size(self) -> bool:
        end = self._waiting.find(b"\r\n")
        if end < 0:
            if len(self._waiting) > 1024:
                raise BadResponse("a broken chunk")
            return False
        try:
            size = int(self._waiting[:end].partition(b";")[0], 16)
        except ValueError as error:
            raise BadResponse("a broken chunk") from error
        del self._waiting[: end + 2]
        self.ended = size == 0
        self._left = size + 2 if size else 0
        return True
