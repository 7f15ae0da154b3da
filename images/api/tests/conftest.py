"""Fixtures."""

import io
import logging
from typing import Iterator

import pytest
from api_support import settings
from fastapi.testclient import TestClient
from secure_api.application import create_application
from secure_api.logs import json_lines
from secure_api.settings.model import LogLevel


@pytest.fixture()
def client() -> TestClient:
    """The whole application in this process, default settings and the source `acme`."""
    return TestClient(create_application(settings()), raise_server_exceptions=False)


@pytest.fixture()
def debug_logs() -> Iterator[io.StringIO]:
    """What the service's own logging writes, down to `debug`."""
    written = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers, root.level
    json_lines.configure(LogLevel.DEBUG, written)
    for ours in ("asyncio", "httpx"):  # What the tests themselves run on; neither is part of the service's log.
        logging.getLogger(ours).setLevel(logging.WARNING)
    yield written
    root.handlers = before
    root.setLevel(level)
