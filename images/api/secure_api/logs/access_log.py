"""One log entry for each request; it replaces Uvicorn's access log, which knows neither the client nor the time taken."""

import logging
import time
import uuid
from typing import Any, Dict, Optional

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secure_api.identity.headers import request_id_of
from secure_api.logs.context import request_id

_logger = logging.getLogger("secure_api.access")
_LONGEST_PATH = 256
_LONGEST_METHOD = 32


class AccessLog:
    """ASGI middleware, the outermost one: what it measures is what the gateway waits for.

    It writes no header, body or query string, since each may carry secrets.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Counts and times the messages of a request, then writes its entry, whatever became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = time.perf_counter()
        request_id.set(request_id_of(scope["headers"]) or uuid.uuid4().hex)
        state: Dict[str, Any] = scope.setdefault("state", {})
        seen = _Seen()

        async def counted_receive() -> Message:
            message = await receive()
            seen.bytes_in += len(message.get("body", b""))
            return message

        async def counted_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                seen.first_byte = time.perf_counter()
            seen.bytes_out += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, counted_receive, counted_send)
        finally:
            fields = {
                "method": scope["method"][:_LONGEST_METHOD],
                "path": scope["path"][:_LONGEST_PATH],
                "status": seen.status,
                "bytesIn": seen.bytes_in,
                "bytesOut": seen.bytes_out,
                "firstByteMs": _milliseconds(started, seen.first_byte),
                "durationMs": _milliseconds(started, time.perf_counter()),
            }
            if client := state.get("client"):
                fields["clientSerial"] = client.serial
            fields |= state.get("log", {})
            _logger.log(_level(scope["path"], seen.status), "request", extra={"fields": fields})


class _Seen:
    """What passed through the middleware for one request."""

    def __init__(self) -> None:
        self.status: Optional[int] = None
        self.first_byte: Optional[float] = None
        self.bytes_in = 0
        self.bytes_out = 0


def _level(path: str, status: Optional[int]) -> int:
    if status is None or status >= 500:
        return logging.ERROR
    if status in (401, 403):
        return logging.WARNING
    return logging.DEBUG if path == "/health" else logging.INFO


def _milliseconds(start: float, end: Optional[float]) -> Optional[float]:
    return None if end is None else round((end - start) * 1000, 3)
