"""/docs and /openapi.json."""

import base64
import hashlib
import re
from typing import Any, Dict, Iterator, List

import pytest
from api_support import IDENTITY
from fastapi.testclient import TestClient


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_document_describes_every_operation_and_its_errors(client: TestClient) -> None:
    paths: Dict[str, Any] = client.get("/openapi.json").json()["paths"]
    statuses = {
        (method, path): sorted(operation["responses"]) for path, operations in paths.items() for method, operation in operations.items()
    }
    assert statuses == {
        ("get", "/health"): ["200"],
        ("get", "/v1/whoami"): ["200", "403"],
        ("post", "/v1/webhooks/{source}"): ["202", "400", "401", "403", "404", "408", "409", "413", "503"],
    }


# The parts of https://spec.openapis.org/oas/3.1/schema/2022-10-07 that this document uses.
def test_the_document_is_openapi_3_1_with_mutual_tls(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert document["components"]["securitySchemes"] == {
        "clientCertificate": {"type": "mutualTLS", "description": "A client certificate of the private CA."}
    }
    assert document["security"] == [{"clientCertificate": []}]
    assert [server["url"] for server in document["servers"]] == ["/"]


@pytest.mark.parametrize("path", ["/health", "/docs", "/openapi.json", "/v1/whoami"])
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path, headers=IDENTITY), client.head(path, headers=IDENTITY)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_head_where_there_is_no_get_is_not_allowed(client: TestClient) -> None:
    assert client.head("/v1/webhooks/acme", headers=IDENTITY).status_code == 405
    assert client.head("/v1/whoami").status_code == 403


def test_every_error_is_described_as_a_problem(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    schema = response["content"]["application/problem+json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/ProblemDetails"}


def test_every_reference_of_the_document_resolves(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    found = set(references(document))
    assert found <= schemas
    assert "#/components/schemas/ProblemDetails" in found


def test_every_parameter_of_the_webhook_is_described(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/webhooks/{source}"]["post"]
    parameters: List[Dict[str, Any]] = operation["parameters"]
    assert {(entry["in"], entry["name"], entry["required"]) for entry in parameters} == {
        ("path", "source", True),
        ("header", "idempotency-key", True),
        ("header", "webhook-timestamp", True),
        ("header", "webhook-signature", True),
    }
    assert all(entry["description"] for entry in parameters)
    assert operation["requestBody"]["required"] is True


def test_the_page_loads_only_pinned_and_verified_files(client: TestClient) -> None:
    page = client.get("/docs").text
    tags = re.findall(r"<(?:script|link)\b[^>]*(?:src|href)=[^>]*>", page)
    assert len(tags) == 2
    for tag in tags:
        assert re.search(r'"https://cdn\.jsdelivr\.net/npm/swagger-ui-dist@\d+\.\d+\.\d+/swagger-ui[a-z.-]+"', tag)
        assert re.search(r' integrity="sha384-[A-Za-z0-9+/]{64}" crossorigin="anonymous"', tag)


def test_the_pages_policy_allows_its_script_and_no_other(client: TestClient) -> None:
    answer = client.get("/docs")
    (inline,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    (scripts,) = [part for part in answer.headers["content-security-policy"].split("; ") if part.startswith("script-src")]
    assert re.fullmatch(rf"script-src https://cdn\.jsdelivr\.net/npm/swagger-ui-dist@[\d.]+/ 'sha256-{re.escape(digest)}'", scripts)


def test_the_page_shows_this_services_document_and_sends_nothing(client: TestClient) -> None:
    page = client.get("/docs").text
    assert 'url: "openapi.json"' in page
    assert "supportedSubmitMethods: []" in page


def test_other_documentation_pages_are_off(client: TestClient) -> None:
    assert client.get("/redoc").status_code == 404
    assert client.get("/docs/oauth2-redirect").status_code == 404
