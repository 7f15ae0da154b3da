"""The process: settings, logs, server, exit code."""

import logging
import os

import uvicorn
from starlette.types import ASGIApp

from secure_api.application import create_application
from secure_api.logs import json_lines
from secure_api.server.drain import CloseWhileDraining, Drain, DrainingServer
from secure_api.server.protocol import GatewayProtocol
from secure_api.settings.load import InvalidSettings, load_settings
from secure_api.settings.model import LogLevel, Settings

KEEP_ALIVE_SECONDS = 75
"""Above the time that the gateway keeps an idle connection, so that it is always the gateway that closes."""

EXIT_CUT_OFF = 1


def main() -> int:
    """Serves until a signal ends it. The exit code is 0 after a clean stop, 1 when requests were cut off or the port is
    taken, and 78 (`EX_CONFIG`) for settings that do not fit."""
    json_lines.configure(LogLevel.INFO)
    try:
        settings = load_settings(os.environ)
    except InvalidSettings as invalid:
        for fault in invalid.faults:
            logging.getLogger("secure_api.settings").error(fault)
        return os.EX_CONFIG
    json_lines.configure(settings.log_level)

    drain = Drain()
    server = DrainingServer(
        server_config(settings, CloseWhileDraining(create_application(settings), drain)),
        drain,
        settings.drain_delay_seconds,
        settings.stop_timeout_seconds,
    )
    server.run()
    return EXIT_CUT_OFF if server.cut_off else os.EX_OK


def server_config(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    """Uvicorn's options. One process: tasks are what the service scales by."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="asyncio",
        http=GatewayProtocol,  # h11: strict about framing, which is what stands between two requests.
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # The client comes from X-Client-*, never from an address.
        server_header=False,
        date_header=False,  # Uvicorn 0.17 fixes the date when a connection opens; the gateway sends a right one.
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
