"""A stop that loses no request.

After SIGTERM the gateway goes on sending requests until it has seen in DNS that the task is gone. So the server first keeps
serving for the drain delay and ends each connection with its next answer (`Connection: close`): the gateway then never
finds a connection closed under a request that it has just sent, which it may not repeat for a POST. Only then does the
server stop listening, and it finishes what is in flight.
"""

import asyncio
import logging
import signal
import socket
from types import FrameType
from typing import List, Optional

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MARGIN_SECONDS = 2
"""What is left of the stop timeout for the process to end by itself."""

_logger = logging.getLogger("secure_api.server")


class Drain:
    """Whether the drain has begun: the server sets it, the middleware reads it."""

    def __init__(self) -> None:
        self.begun = False


class CloseWhileDraining:
    """ASGI middleware that ends the connection with the answer once the drain has begun."""

    def __init__(self, app: ASGIApp, drain: Drain) -> None:
        self._app = app
        self._drain = drain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Looks when the answer starts, so that requests already in flight are told too."""

        async def closing_send(message: Message) -> None:
            if message["type"] == "http.response.start" and self._drain.begun:
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self._app(scope, receive, closing_send)


class DrainingServer(uvicorn.Server):
    """Uvicorn with a drain before its shutdown and an end to its patience.

    SIGTERM drains and stops; a second one, or SIGINT, skips the rest of the drain. `cut_off` counts the requests that were
    still in flight when the time was up.
    """

    def __init__(self, config: uvicorn.Config, drain: Drain, delay_seconds: int, stop_timeout_seconds: int) -> None:
        super().__init__(config)
        self._drain = drain
        self._delay = delay_seconds
        self._patience = stop_timeout_seconds - delay_seconds - MARGIN_SECONDS
        self.cut_off = 0

    def handle_exit(self, sig: signal.Signals, frame: Optional[FrameType]) -> None:
        """Called in the event loop for each SIGTERM and SIGINT."""
        if sig == signal.SIGTERM and not self._drain.begun:
            _logger.info("draining", extra={"fields": {"delaySeconds": self._delay}})
            asyncio.get_running_loop().call_later(self._delay, setattr, self, "should_exit", True)
        else:
            self.should_exit = True
        self._drain.begun = True

    async def shutdown(self, sockets: Optional[List[socket.socket]] = None) -> None:
        """Stops listening and waits for the requests in flight, but not into SIGKILL."""
        give_up = asyncio.get_running_loop().call_later(self._patience, setattr, self, "force_exit", True)
        await super().shutdown(sockets)
        give_up.cancel()
        self.cut_off = len(self.server_state.tasks)
        if self.cut_off:
            _logger.error("requests cut off by the stop", extra={"fields": {"requests": self.cut_off}})
