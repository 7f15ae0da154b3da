"""Logs: one JSON object a line, with what helps and without what must not be there."""

import asyncio
import io
import json
import logging
import re

import pytest
from api_support import BODY, IDENTITY, KEY, log_entries, webhook_headers
from fastapi.testclient import TestClient
from secure_api.logs import json_lines
from secure_api.logs.access_log import AccessLog
from secure_api.settings.model import LogLevel
from starlette.types import Message, Receive, Scope, Send


def test_a_request_is_one_entry(client: TestClient, debug_logs: io.StringIO) -> None:
    client.post("/v1/webhooks/acme", content=BODY, headers=webhook_headers())
    (entry,) = [entry for entry in log_entries(debug_logs.getvalue()) if entry["logger"] == "secure_api.access"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", entry.pop("time"))
    assert 0 < entry.pop("firstByteMs") <= entry.pop("durationMs")
    assert entry.pop("bytesOut") > 100
    assert entry == {
        "level": "info",
        "logger": "secure_api.access",
        "message": "request",
        "requestId": "5f0c6b1d",
        "method": "POST",
        "path": "/v1/webhooks/acme",
        "status": 202,
        "bytesIn": len(BODY),
        "clientSerial": "0A1B2C",
    }


def test_no_body_header_or_query_reaches_the_log(client: TestClient, debug_logs: io.StringIO) -> None:
    headers = webhook_headers(Authorization="Bearer confidential")
    client.post("/v1/webhooks/acme?token=confidential", content=BODY, headers=headers)
    client.post("/v1/webhooks/acme", content=b"confidential", headers=webhook_headers(message_id="confidential.1"))
    output = debug_logs.getvalue()
    assert len(log_entries(output)) >= 2
    for secret in ("confidential", "paid", KEY, headers["Webhook-Signature"], headers["Idempotency-Key"]):
        assert secret not in output


def test_a_path_cannot_forge_an_entry_or_grow_without_end(client: TestClient, debug_logs: io.StringIO) -> None:
    client.get("/x%0A%7B%22level%22:%22info%22%7D" + "y" * 1000, headers=IDENTITY)
    (line,) = [line for line in debug_logs.getvalue().splitlines() if "secure_api.access" in line]
    path = json.loads(line)["path"]
    assert path.startswith('/x\n{"level":"info"}yyy')
    assert len(path) == 256


def test_what_misleads_a_reader_is_escaped_and_a_method_is_bounded(client: TestClient, debug_logs: io.StringIO) -> None:
    client.request("M" * 9000, "/%C2%85%E2%80%A8%E2%80%AE%EF%BB%BF%7F%C3%A9", headers=IDENTITY)
    (line,) = [line for line in debug_logs.getvalue().splitlines() if "secure_api.access" in line]
    assert not re.search("[\x7f-\x9f\u2028\u202e\ufeff]", line)
    entry = json.loads(line)
    assert entry["path"] == "/\x85\u2028\u202e\ufeff\x7f\xe9"
    assert entry["method"] == "M" * 32


def test_bytes_are_counted_over_all_pieces(debug_logs: io.StringIO) -> None:
    pieces = [b"12345", b"678"]

    async def route(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"12", "more_body": True})
        await send({"type": "http.response.body", "body": b"3"})

    async def receive() -> Message:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(_message: Message) -> None:
        pass

    asyncio.run(AccessLog(route)({"type": "http", "method": "POST", "path": "/", "headers": []}, receive, send))
    (entry,) = log_entries(debug_logs.getvalue())
    assert (entry["bytesIn"], entry["bytesOut"]) == (8, 3)


@pytest.mark.parametrize("given", [None, "bad id", "a" * 129])
def test_a_request_without_a_usable_id_gets_one(client: TestClient, debug_logs: io.StringIO, given: "str | None") -> None:
    answer = client.get("/nothing", headers={} if given is None else {"X-Request-Id": given})
    logged = log_entries(debug_logs.getvalue())[-1]["requestId"]
    assert re.fullmatch("[0-9a-f]{32}", logged)
    assert answer.json()["requestId"] == logged


@pytest.mark.parametrize(
    ("path", "level"), [("/health", "debug"), ("/docs", "info"), ("/nothing", "info"), ("/v1/whoami", "warn")]
)
def test_levels_tell_noise_from_news(client: TestClient, debug_logs: io.StringIO, path: str, level: str) -> None:
    client.get(path)
    (entry,) = [entry for entry in log_entries(debug_logs.getvalue()) if entry["logger"] == "secure_api.access"]
    assert entry["level"] == level


@pytest.mark.parametrize(
    ("level", "written"),
    [
        (LogLevel.DEBUG, ["debug", "info", "warn", "error"]),
        (LogLevel.INFO, ["info", "warn", "error"]),
        (LogLevel.WARN, ["warn", "error"]),
        (LogLevel.ERROR, ["error"]),
    ],
)
def test_the_level_is_the_least_severe_that_is_written(debug_logs: io.StringIO, level: LogLevel, written: "list[str]") -> None:
    json_lines.configure(level, debug_logs)
    logger = logging.getLogger("test")
    for severity in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        logger.log(severity, "x")
    assert [entry["level"] for entry in log_entries(debug_logs.getvalue())] == written


def test_an_exception_is_logged_by_type_and_place_without_its_text(debug_logs: io.StringIO) -> None:
    try:
        raise ValueError("illegal header line: b'Authorization: confidential'")
    except ValueError:
        logging.getLogger("test").exception("failed")
    output = debug_logs.getvalue()
    (entry,) = log_entries(output)
    assert entry["exception"] == "ValueError"
    assert "test_an_exception_is_logged" in entry["stack"][0]
    assert "confidential" not in output
