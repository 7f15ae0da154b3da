"""Bounds on a request's body: how long it is and how long it takes."""

import asyncio
from contextlib import suppress
from typing import Optional

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secure_api.web.problems import Problem

BODY_SECONDS = 30.0
"""A body that is not complete by then is given up. The gateway buffers bodies, so that it sends one in a moment."""

LINGER_SECONDS = 2.0
LINGER_BYTES = 16_777_216
"""How long and how much a refused sender may go on before the connection is closed under it."""


class BodyLimit:
    """ASGI middleware that ends the reading of a body with 413 or 408.

    It counts what arrives and so does not depend on `Content-Length`; a declared length that is too great is refused
    before the first byte. Nothing beyond the limit is kept in memory.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on with the limits in place; a route that reads no body never meets them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        declared = _content_length(scope)
        received = 0
        refused = False
        deadline: Optional[float] = None

        async def limited_receive() -> Message:
            nonlocal received, refused, deadline
            if declared > self._max_bytes:
                refused = True
                raise _too_large(self._max_bytes)
            deadline = deadline or asyncio.get_running_loop().time() + self._seconds
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise _too_slow() from None
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                refused = True
                raise _too_large(self._max_bytes)
            return message

        async def lingering_send(message: Message) -> None:
            if not refused or message["type"] != "http.response.body":
                await send(message)
                return
            # The answer is out, but the end of it would close the connection, and the kernel throws an answer away
            # when unread data waits behind a closed socket. So the rest is read, and dropped, for a moment.
            await send({**message, "more_body": True})
            await _discard(receive)
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app(scope, limited_receive, lingering_send)


def _content_length(scope: Scope) -> int:
    """The declared length; h11 has already refused one that is not a number or stands there twice."""
    return int(Headers(scope=scope).get("content-length", "0"))


async def _discard(receive: Receive) -> None:
    dropped, more = 0, True
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while more and dropped <= LINGER_BYTES:
                message = await receive()
                dropped += len(message.get("body", b""))
                more = message.get("more_body", False)


def _too_large(max_bytes: int) -> Problem:
    detail = f"The body is longer than {max_bytes} bytes."
    return Problem(413, "body-too-large", detail, headers={"Connection": "close"})


def _too_slow() -> Problem:
    return Problem(408, "body-too-slow", "The body did not arrive in time.", headers={"Connection": "close"})
