"""Every error is a problem that says nothing it should not."""

from io import StringIO
from typing import NoReturn

import pytest
from api_support import IDENTITY, log_entries, settings, webhook_headers
from fastapi.testclient import TestClient
from secure_api.application import create_application
from secure_api.webhooks.processing import Webhook


def test_an_unknown_path_is_a_problem(client: TestClient) -> None:
    answer = client.get("/nothing", headers=IDENTITY)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Not Found", "status": 404, "requestId": "5f0c6b1d"}


def test_a_wrong_method_is_a_problem_that_names_the_right_one(client: TestClient) -> None:
    answer = client.delete("/health")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["title"] == "Method Not Allowed"


def test_a_trailing_slash_is_not_redirected(client: TestClient) -> None:
    answer = client.get("/health/", headers={"Host": "elsewhere.example"}, follow_redirects=False)
    assert answer.status_code == 404


def test_an_unexpected_fault_hides_its_cause_and_logs_where_it_happened(debug_logs: StringIO) -> None:
    async def fail(_webhook: Webhook) -> NoReturn:
        raise RuntimeError("quotes a secret")

    client = TestClient(create_application(settings(), process=fail), raise_server_exceptions=False)
    answer = client.post("/v1/webhooks/acme", content=b'{"event":"paid"}', headers=webhook_headers())
    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "requestId": "5f0c6b1d",
    }
    output = debug_logs.getvalue()
    assert log_entries(output)[-1]["level"] == "error"
    assert "quotes a secret" not in output


@pytest.mark.parametrize(
    ("path", "status"), [("/health", 200), ("/v1/whoami", 403), ("/nothing", 404), ("/docs", 200), ("/openapi.json", 200)]
)
def test_every_answer_carries_the_security_headers(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    policies = answer.headers.get_list("content-security-policy")
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policies[0]
    assert "server" not in answer.headers
