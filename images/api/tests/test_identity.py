"""Identity: the service fails closed unless the gateway vouches for a client."""

from io import StringIO
from typing import Dict, List, Tuple

import pytest
from api_support import IDENTITY, call, log_entries, settings, without
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from secure_api.application import create_application, create_routes
from secure_api.identity.client import verified_client

OPEN = {"/health", "/docs"}

BROKEN: List[Tuple[str, str]] = [
    ("X-Client-Verify", "FAILED:certificate has expired"),
    ("X-Client-Verify", "NONE"),
    ("X-Client-Verify", "success"),
    ("X-Client-Verify", "SUCCESS,SUCCESS"),
    ("X-Client-Verify", ""),
    ("X-Client-S-DN", ""),
    ("X-Client-S-DN", "acme"),
    ("X-Client-S-DN", "CN=acme,"),
    ("X-Client-S-DN", "CN=acme,Acme"),
    ("X-Client-S-DN", 'CN="acme"'),
    ("X-Client-S-DN", "CN=acme\\"),
    ("X-Client-S-DN", "CN=a;b"),
    ("X-Client-S-DN", "CN=" + "a" * 4096),
    ("X-Client-S-DN", "=acme"),
    ("X-Client-I-DN", ""),
    ("X-Client-I-DN", "/CN=old form"),
    ("X-Client-Serial", ""),
    ("X-Client-Serial", "0x0A"),
    ("X-Client-Serial", "-0A"),
    ("X-Client-Serial", "0A:1B"),
    ("X-Client-Serial", "0" * 41),
    ("X-Client-Fingerprint", "0f" * 20),
    ("X-Client-Fingerprint", "0f" * 33),
    ("X-Client-Fingerprint", "zz" * 32),
    ("X-Request-Id", ""),
    ("X-Request-Id", "a b"),
    ("X-Request-Id", "a" * 129),
]


def test_whoami_gives_the_client_of_the_gateways_headers(client: TestClient) -> None:
    answer = client.get("/v1/whoami", headers={**IDENTITY, "X-Client-Serial": "0a1b2c", "X-Client-Fingerprint": "0F" * 32})
    assert answer.status_code == 200
    assert answer.json() == {
        "subject": "CN=acme,O=Acme",
        "issuer": "CN=Secure API private CA",
        "serial": "0A1B2C",
        "fingerprint": "0f" * 32,
        "requestId": "5f0c6b1d",
    }


@pytest.mark.parametrize(
    "name",
    [
        "CN=acme",
        "CN=",
        "CN=acme,O=Acme\\, Inc.,C=DE",
        "CN=a+OU=b,O=c",
        "emailAddress=a@example.org,CN=\\#1\\ ",
        "CN=J\\C3\\B6rg",
        "1.2.840.113549.1.9.1=#1603612E62,CN=x",
        "CN=a=b/c:d e'f(g)*",
    ],
)
def test_distinguished_names_as_the_gateway_writes_them_are_accepted(client: TestClient, name: str) -> None:
    answer = client.get("/v1/whoami", headers={**IDENTITY, "X-Client-S-DN": name, "X-Client-I-DN": name})
    assert (answer.status_code, answer.json().get("subject"), answer.json().get("issuer")) == (200, name, name)


@pytest.mark.parametrize("missing", IDENTITY)
def test_a_missing_header_is_refused(client: TestClient, missing: str) -> None:
    assert client.get("/v1/whoami", headers=without(IDENTITY, missing)).status_code == 403


@pytest.mark.parametrize("repeated", IDENTITY)
def test_a_repeated_header_is_refused(repeated: str) -> None:
    headers = [*IDENTITY.items(), (repeated.lower(), IDENTITY[repeated])]
    assert call(create_application(settings()), "GET", "/v1/whoami", headers)[0] == 403


def test_header_names_count_in_any_case_and_only_with_hyphens() -> None:
    app = create_application(settings())
    assert call(app, "GET", "/v1/whoami", [(name.upper(), value) for name, value in IDENTITY.items()])[0] == 200
    assert call(app, "GET", "/v1/whoami", [(name.replace("-", "_"), value) for name, value in IDENTITY.items()])[0] == 403


@pytest.mark.parametrize(("name", "value"), BROKEN)
def test_a_malformed_header_is_refused(client: TestClient, name: str, value: str) -> None:
    assert client.get("/v1/whoami", headers={**IDENTITY, name: value}).status_code == 403


@pytest.mark.parametrize("control", [b"\t", b"\x80", b"\xff", "\u00f6".encode()])
def test_bytes_beyond_printable_ascii_are_refused(client: TestClient, control: bytes) -> None:
    headers: Dict[bytes, bytes] = {name.encode(): value.encode() for name, value in IDENTITY.items()}
    headers[b"X-Client-S-DN"] = b"CN=a" + control + b"b"
    assert client.get("/v1/whoami", headers=headers).status_code == 403


def test_a_refusal_tells_the_log_what_is_wrong_and_the_caller_nothing(
    client: TestClient, debug_logs: StringIO
) -> None:
    answer = client.get("/v1/whoami", headers={**IDENTITY, "X-Client-Serial": "no-number"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:problem-type:secure-api:client-not-verified",
        "title": "Client not verified",
        "status": 403,
        "detail": "The gateway did not vouch for a client.",
        "requestId": "5f0c6b1d",
    }
    output = debug_logs.getvalue()
    assert log_entries(output)[-1]["reason"] == "x-client-serial is malformed"
    assert "no-number" not in output


def test_every_route_but_the_open_ones_needs_a_client() -> None:
    routes = [route for route in create_routes(settings()).routes if isinstance(route, APIRoute)]
    guarded = {route.path for route in routes if _needs_client(route.dependant)}
    assert {route.path for route in routes} - guarded == OPEN
    assert guarded == {"/v1/whoami", "/v1/webhooks/{source}"}


def test_a_route_added_under_v1_is_closed_without_doing_anything_for_it() -> None:
    routes = [route for route in create_routes(settings()).routes if isinstance(route, APIRoute)]
    inherited = {route.path for route in routes if any(entry.dependency is verified_client for entry in route.dependencies)}
    assert inherited == {route.path for route in routes if route.path.startswith("/v1/")}


def _needs_client(dependant: Dependant) -> bool:
    return dependant.call is verified_client or any(_needs_client(inner) for inner in dependant.dependencies)


@pytest.mark.parametrize("path", ["/health", "/docs", "/openapi.json"])
def test_open_routes_answer_without_a_client(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_health_says_ok(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
