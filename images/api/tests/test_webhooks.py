"""`POST /v1/webhooks/{source}` as a whole."""

import asyncio
import hashlib
import json
import time
from typing import Dict, List

import httpx
import pytest
from api_support import BODY, IDENTITY, KEY, OTHER_KEY, call, settings, signature, webhook_headers, without
from fastapi.testclient import TestClient
from secure_api.application import create_application
from secure_api.webhooks.processing import Receipt, Webhook, acknowledge

PATH = "/v1/webhooks/acme"


def kind(answer: httpx.Response) -> "tuple[int, str]":
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_a_good_webhook_is_received(client: TestClient) -> None:
    answer = client.post(PATH, content=BODY, headers=webhook_headers())
    assert answer.status_code == 202
    assert "idempotency-replayed" not in answer.headers
    receipt = answer.json()
    assert (receipt["source"], receipt["bytes"]) == ("acme", len(BODY))
    assert receipt["sha256"] == hashlib.sha256(BODY).hexdigest()


def test_a_body_is_bytes_whatever_they_are(client: TestClient) -> None:
    for number, body in enumerate((b"", bytes(range(256)), b"not json")):
        answer = client.post(PATH, content=body, headers=webhook_headers(body, message_id=f"evt-{number}"))
        assert (answer.status_code, answer.json()["bytes"]) == (202, len(body))


def test_the_same_key_and_body_get_the_first_answer_again(client: TestClient) -> None:
    first = client.post(PATH, content=BODY, headers=webhook_headers())
    again = client.post(PATH, content=BODY, headers=webhook_headers())
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"


def test_quotes_around_the_key_do_not_count(client: TestClient) -> None:
    first = client.post(PATH, content=BODY, headers=webhook_headers())
    again = client.post(PATH, content=BODY, headers=webhook_headers(Idempotency_Key='"evt-1"'))
    assert (again.status_code, again.content) == (202, first.content)


def test_the_same_key_with_another_body_is_a_conflict(client: TestClient) -> None:
    client.post(PATH, content=BODY, headers=webhook_headers())
    answer = client.post(PATH, content=b"other", headers=webhook_headers(b"other"))
    assert kind(answer) == (409, "idempotency-key-reused")


def test_a_key_counts_within_its_client_and_source() -> None:
    environment = {"API_WEBHOOK_KEYS": json.dumps({"acme": KEY, "other": OTHER_KEY})}
    client = TestClient(create_application(settings(**environment)))
    answers = [
        client.post(PATH, content=BODY, headers=webhook_headers()),
        client.post(PATH, content=BODY, headers=webhook_headers(X_Client_S_DN="CN=another")),
        client.post("/v1/webhooks/other", content=BODY, headers=webhook_headers(key=OTHER_KEY)),
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 202]
    assert len({answer.json()["id"] for answer in answers}) == 3


def test_a_renewed_certificate_is_the_same_client(client: TestClient) -> None:
    first = client.post(PATH, content=BODY, headers=webhook_headers())
    renewed = webhook_headers(X_Client_Serial="FF", X_Client_Fingerprint="1f" * 32)
    assert client.post(PATH, content=BODY, headers=renewed).content == first.content


def test_an_equal_request_in_progress_is_a_conflict_for_now() -> None:
    async def scenario() -> "List[httpx.Response]":
        entered, proceed = asyncio.Event(), asyncio.Event()

        async def slow(webhook: Webhook) -> Receipt:
            entered.set()
            await proceed.wait()
            return await acknowledge(webhook)

        app = create_application(settings(), process=slow)
        async with httpx.AsyncClient(app=app, base_url="http://api") as client:
            first = asyncio.create_task(client.post(PATH, content=BODY, headers=webhook_headers()))
            await entered.wait()
            second = await client.post(PATH, content=BODY, headers=webhook_headers())
            proceed.set()
            return [await first, second, await client.post(PATH, content=BODY, headers=webhook_headers())]

    first, second, third = asyncio.run(scenario())
    assert first.status_code == 202
    assert kind(second) == (409, "idempotency-key-in-use")
    assert second.headers["retry-after"] == "1"
    assert third.content == first.content


def test_many_equal_requests_at_once_are_processed_once() -> None:
    processed = 0

    async def count(webhook: Webhook) -> Receipt:
        nonlocal processed
        processed += 1
        await asyncio.sleep(0.01)
        return await acknowledge(webhook)

    async def scenario() -> "List[httpx.Response]":
        app = create_application(settings(), process=count)
        async with httpx.AsyncClient(app=app, base_url="http://api") as client:
            posts = [client.post(PATH, content=BODY, headers=webhook_headers()) for _ in range(50)]
            return await asyncio.gather(*posts)

    answers = asyncio.run(scenario())
    assert processed == 1
    assert {answer.status_code for answer in answers} == {202, 409}
    assert len({answer.content for answer in answers if answer.status_code == 202}) == 1


def test_a_failed_request_gives_its_key_back() -> None:
    failures = [RuntimeError("first time")]

    async def fail_once(webhook: Webhook) -> Receipt:
        if failures:
            raise failures.pop()
        return await acknowledge(webhook)

    client = TestClient(create_application(settings(), process=fail_once), raise_server_exceptions=False)
    assert client.post(PATH, content=BODY, headers=webhook_headers()).status_code == 500
    assert client.post(PATH, content=BODY, headers=webhook_headers()).status_code == 202


def test_a_full_store_asks_to_try_again() -> None:
    client = TestClient(create_application(settings(API_IDEMPOTENCY_MAX_ENTRIES="1")))
    assert client.post(PATH, content=BODY, headers=webhook_headers()).status_code == 202
    answer = client.post(PATH, content=BODY, headers=webhook_headers(message_id="evt-2"))
    assert kind(answer) == (503, "idempotency-store-full")
    assert answer.headers["retry-after"] == "30"


def test_an_unknown_source_is_not_found(client: TestClient) -> None:
    assert kind(client.post("/v1/webhooks/nobody", content=BODY, headers=webhook_headers())) == (404, "unknown-source")


def test_without_keys_no_source_is_known() -> None:
    client = TestClient(create_application(settings(API_WEBHOOK_KEYS="{}")))
    assert client.post(PATH, content=BODY, headers=webhook_headers()).status_code == 404


@pytest.mark.parametrize("header", ["Idempotency-Key", "Webhook-Timestamp", "Webhook-Signature"])
def test_a_missing_header_is_a_bad_request_that_names_it(client: TestClient, header: str) -> None:
    answer = client.post(PATH, content=BODY, headers=without(webhook_headers(), header))
    assert kind(answer) == (400, "invalid-request")
    assert answer.json()["errors"] == [f"header {header.lower()}: field required"]


@pytest.mark.parametrize("header", ["Idempotency-Key", "Webhook-Timestamp", "Webhook-Signature"])
def test_a_repeated_header_is_a_bad_request(header: str) -> None:
    headers = [*webhook_headers().items(), (header, webhook_headers()[header])]
    status, answer = call(create_application(settings()), "POST", PATH, headers, BODY)
    assert (status, answer["errors"]) == (400, [f"header {header.lower()}: given more than once"])


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Idempotency_Key", ""),
        ("Idempotency_Key", "a.b"),
        ("Idempotency_Key", "a b"),
        ("Idempotency_Key", '"a'),
        ("Idempotency_Key", 'a"'),
        ("Idempotency_Key", '""'),
        ("Idempotency_Key", "a" * 129),
        ("Webhook_Timestamp", ""),
        ("Webhook_Timestamp", "-1"),
        ("Webhook_Timestamp", "1.5"),
        ("Webhook_Timestamp", "1" * 13),
        ("Webhook_Signature", "v1," + "A" * 1100),
    ],
)
def test_a_malformed_header_is_a_bad_request_that_does_not_quote_it(client: TestClient, header: str, value: str) -> None:
    answer = client.post(PATH, content=BODY, headers=webhook_headers(**{header: value}))
    assert kind(answer) == (400, "invalid-request")
    (error,) = answer.json()["errors"]
    assert error.startswith(f"header {header.lower().replace('_', '-')}: ")
    assert len(value) < 20 or value not in answer.text


def test_a_signature_of_another_key_is_refused(client: TestClient) -> None:
    answer = client.post(PATH, content=BODY, headers=webhook_headers(key=OTHER_KEY))
    assert kind(answer) == (401, "signature-invalid")
    assert answer.headers["www-authenticate"] == "Webhook-Signature"


def test_an_old_signature_is_refused(client: TestClient) -> None:
    old = str(int(time.time()) - 400)
    headers = webhook_headers(Webhook_Timestamp=old, Webhook_Signature=signature(KEY, "evt-1", old, BODY))
    assert kind(client.post(PATH, content=BODY, headers=headers)) == (401, "timestamp-stale")


def test_a_captured_request_is_not_processed_again_under_another_key(client: TestClient) -> None:
    headers = webhook_headers()
    assert client.post(PATH, content=BODY, headers=headers).status_code == 202
    assert client.post(PATH, content=BODY, headers={**headers, "Idempotency-Key": "evt-2"}).status_code == 401


def test_a_forged_request_does_not_use_up_its_key(client: TestClient) -> None:
    assert client.post(PATH, content=b"forged", headers=webhook_headers(b"forged", key=OTHER_KEY)).status_code == 401
    assert client.post(PATH, content=BODY, headers=webhook_headers()).status_code == 202


@pytest.mark.parametrize("missing", IDENTITY)
def test_without_a_client_nothing_else_is_looked_at(client: TestClient, missing: str) -> None:
    headers: Dict[str, str] = without(IDENTITY, missing)
    assert kind(client.post("/v1/webhooks/nobody", content=BODY, headers=headers)) == (403, "client-not-verified")
