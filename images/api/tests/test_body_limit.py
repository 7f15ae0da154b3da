"""Bodies: how long, how slow, and what happens to the rest."""

import asyncio
from typing import Any, AsyncIterator, Iterator, List

import pytest
from api_support import BODY, settings, webhook_headers
from fastapi.testclient import TestClient
from secure_api.application import create_application
from secure_api.web.body_limit import BodyLimit
from secure_api.web.problems import Problem
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send


def post(limit: int, body: Any, **headers: str) -> "tuple[int, str]":
    client = TestClient(create_application(settings(API_MAX_BODY_BYTES=str(limit))), raise_server_exceptions=False)
    answer = client.post("/v1/webhooks/acme", content=body, headers=webhook_headers(**headers))
    return answer.status_code, answer.json().get("type", "")


def test_a_body_of_just_the_limit_is_accepted() -> None:
    assert post(len(BODY), BODY)[0] == 202


def test_one_byte_more_is_refused() -> None:
    assert post(len(BODY) - 1, BODY) == (413, "urn:problem-type:secure-api:body-too-large")


def test_a_stream_without_length_is_counted() -> None:
    def pieces() -> Iterator[bytes]:
        yield BODY[:4]
        yield BODY[4:]

    assert post(len(BODY), pieces())[0] == 202
    assert post(len(BODY) - 1, pieces())[0] == 413


def test_the_connection_ends_with_the_refusal() -> None:
    client = TestClient(create_application(settings(API_MAX_BODY_BYTES="1")))
    answer = client.post("/v1/webhooks/acme", content=BODY, headers=webhook_headers())
    assert answer.headers["connection"] == "close"


class Exchange:
    """One request on the bare middleware: what it reads, what it sends, what the route gets."""

    def __init__(self, pieces: AsyncIterator[Message], declared: str = "") -> None:
        self.pieces = pieces
        self.reads = 0
        self.sent: List[Message] = []
        self.problem = 0
        headers = [(b"content-length", declared.encode())] if declared else []
        self.scope: Scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}

    async def receive(self) -> Message:
        self.reads += 1
        return await self.pieces.__anext__()

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def route(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await Request(scope, receive).body()
        except Problem as problem:
            self.problem = problem.status
        await send({"type": "http.response.start", "status": self.problem or 200, "headers": []})
        await send({"type": "http.response.body", "body": b"answer"})

    def run(self, max_bytes: int, seconds: float = 5) -> None:
        asyncio.run(BodyLimit(self.route, max_bytes, seconds)(self.scope, self.receive, self.send))


async def endless() -> AsyncIterator[Message]:
    while True:
        yield {"type": "http.request", "body": b"x" * 100, "more_body": True}


async def never() -> AsyncIterator[Message]:
    await asyncio.sleep(60)
    yield {"type": "http.request"}


def test_a_declared_length_beyond_the_limit_is_refused_before_the_first_byte() -> None:
    exchange = Exchange(endless(), declared="1001")
    exchange.run(max_bytes=1000)
    assert exchange.problem == 413
    assert exchange.sent[1] == {"type": "http.response.body", "body": b"answer", "more_body": True}


def test_a_length_that_lies_is_found_out_by_counting() -> None:
    exchange = Exchange(endless(), declared="10")
    exchange.run(max_bytes=1000)
    assert exchange.problem == 413


def test_the_rest_of_a_refused_body_is_dropped_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secure_api.web.body_limit.LINGER_BYTES", 1000)
    exchange = Exchange(endless())
    exchange.run(max_bytes=1000)
    assert exchange.problem == 413
    # 11 pieces until the limit is passed, and as much again while the answer is on its way.
    assert exchange.reads == 22
    assert [message.get("more_body") for message in exchange.sent] == [None, True, False]


def test_the_answer_is_not_held_up_by_a_sender_that_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secure_api.web.body_limit.LINGER_SECONDS", 0.05)
    exchange = Exchange(never(), declared="1001")
    exchange.run(max_bytes=1000)
    assert [message.get("more_body") for message in exchange.sent] == [None, True, False]


def test_a_body_that_does_not_arrive_is_given_up() -> None:
    exchange = Exchange(never())
    exchange.run(max_bytes=1000, seconds=0.05)
    assert exchange.problem == 408


def test_a_body_that_trickles_does_not_gain_time_with_each_piece() -> None:
    async def trickle() -> AsyncIterator[Message]:
        for piece in range(40):
            await asyncio.sleep(0.05)
            yield {"type": "http.request", "body": b"x", "more_body": piece < 39}

    exchange = Exchange(trickle())
    exchange.run(max_bytes=1000, seconds=1)
    assert exchange.problem == 408
