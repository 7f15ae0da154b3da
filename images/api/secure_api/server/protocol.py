"""Uvicorn's HTTP/1.1 protocol, fitted to the gateway."""

from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from secure_api.web.problems import MEDIA_TYPE, problem_body

MAX_HEAD_BYTES = 131_072
"""h11's own limit, 16 KiB, is below what the gateway lets pass, and whether it bites depends on how the bytes arrive."""


class GatewayProtocol(H11Protocol):
    """Reads heads of up to `MAX_HEAD_BYTES` and answers what is not HTTP with a problem."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.conn = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEAD_BYTES)

    def send_400_response(self, msg: str) -> None:
        """The last answer on this connection. `msg` is left out: for an upgrade it can advise to install software."""
        body = problem_body(400, detail="The request is not HTTP/1.1 without upgrades, or its head is too long.")
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event))
        self.transport.close()
