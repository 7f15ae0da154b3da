"""What the tests share: settings, a client that came through the gateway, signed webhooks."""

import asyncio
import base64
import hmac
import json
import time
from typing import Any, Dict, List, Tuple

from secure_api.settings.load import load_settings
from secure_api.settings.model import Settings
from starlette.types import ASGIApp, Message, Scope

HeaderList = List[Tuple[str, str]]

KEY = "k" * 40
OTHER_KEY = "o" * 40
BODY = b'{"event":"paid"}'

IDENTITY: Dict[str, str] = {
    "X-Client-Verify": "SUCCESS",
    "X-Client-S-DN": "CN=acme,O=Acme",
    "X-Client-I-DN": "CN=Secure API private CA",
    "X-Client-Serial": "0A1B2C",
    "X-Client-Fingerprint": "0f" * 32,
    "X-Request-Id": "5f0c6b1d",
}


def settings(**environment: str) -> Settings:
    """Settings with the source `acme`, as read from variables such as `API_MAX_BODY_BYTES`."""
    return load_settings({"API_WEBHOOK_KEYS": json.dumps({"acme": KEY}), **environment})


def signature(key: str, message_id: str, timestamp: str, body: bytes) -> str:
    """A `Webhook-Signature` made apart from the code under test, from the documented formula."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key.encode(), signed, "sha256")).decode()


def webhook_headers(body: bytes = BODY, /, message_id: str = "evt-1", key: str = KEY, **changed: str) -> Dict[str, str]:
    """The headers of a good webhook; `changed` replaces some, with `_` for `-`."""
    timestamp = str(int(time.time()))
    headers = {
        **IDENTITY,
        "Content-Type": "application/json",
        "Idempotency-Key": message_id,
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": signature(key, message_id, timestamp, body),
    }
    return {**headers, **{name.replace("_", "-"): value for name, value in changed.items()}}


def without(headers: Dict[str, str], name: str) -> Dict[str, str]:
    """The headers but one."""
    return {other: value for other, value in headers.items() if other != name}


def call(app: ASGIApp, method: str, path: str, headers: HeaderList, body: bytes = b"") -> Tuple[int, Dict[str, Any]]:
    """Status and JSON of an answer to exactly these headers: HTTP clients join repeated ones."""
    scope: Scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path}
    scope |= {"query_string": b"", "headers": [(name.lower().encode(), value.encode()) for name, value in headers]}
    sent: List[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def exchange() -> None:
        await app(scope, receive, send)

    asyncio.run(exchange())
    return sent[0]["status"], json.loads(b"".join(message["body"] for message in sent[1:]))


def log_entries(output: str) -> List[Dict[str, Any]]:
    """Captured standard output as log entries; every line must be one."""
    return [json.loads(line) for line in output.splitlines()]
