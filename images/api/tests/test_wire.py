"""What only the real server shows: framing, limits of the head, keep-alive. Raw bytes on a socket."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest
from api_support import BODY, IDENTITY, KEY, log_entries, webhook_headers

ROOT = Path(__file__).parent.parent
LIMIT = 100_000


class Server:
    """The service as the image starts it, on a free port."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "secure_api"],
            cwd=ROOT,
            env={
                "API_HOST": "127.0.0.1",
                "API_PORT": str(self.port),
                "API_MAX_BODY_BYTES": str(LIMIT),
                "API_DRAIN_DELAY_SECONDS": "0",
                "API_WEBHOOK_KEYS": '{"acme":"%s"}' % KEY,
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        deadline = time.monotonic() + 20
        while not self.answers():
            assert self.process.poll() is None and time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5):
                return True
        except OSError:
            return False

    def exchange(self, *pieces: bytes) -> List[Tuple[int, bytes]]:
        """Sends the pieces on one connection and gives status and body of every answer until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection:
            for piece in pieces:
                connection.sendall(piece)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        return _answers(received)

    def stop(self) -> str:
        self.process.terminate()
        output, _ = self.process.communicate(timeout=20)
        return output


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.process.kill()
    running.process.communicate()


def _answers(received: bytes) -> List[Tuple[int, bytes]]:
    answers = []
    while received:
        head, _, rest = received.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        length = next(int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:"))
        answers.append((int(lines[0].split()[1]), rest[:length]))
        received = rest[length:]
    return answers


def head(method: str, path: str, *more: str, close: bool = True) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: api", *more] + (["Connection: close"] if close else [])
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def webhook_head(*more: str, body: bytes = BODY, close: bool = True, message_id: str = "evt-1") -> bytes:
    lines = [f"{name}: {value}" for name, value in webhook_headers(body, message_id).items()]
    return head("POST", "/v1/webhooks/acme", *lines, *more, close=close)


HEALTH = head("GET", "/health")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_chunked_body_is_accepted(server: Server) -> None:
    sent = webhook_head("Transfer-Encoding: chunked"), chunk(BODY[:5]), chunk(BODY[5:]), b"0\r\n\r\n"
    assert server.exchange(*sent)[0][0] == 202


def test_a_chunked_body_without_end_is_cut_at_the_limit(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(webhook_head("Transfer-Encoding: chunked", close=False))
        sent = 0
        try:
            while sent < 500 * LIMIT:
                connection.sendall(chunk(b"x" * 10_000))
                sent += 10_000
        except OSError:
            pass  # The server has closed the connection.
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent < 500 * LIMIT


def test_a_declared_body_that_is_too_long_is_refused_and_the_answer_arrives(server: Server) -> None:
    body = b"x" * (2 * LIMIT)
    answers = server.exchange(webhook_head(f"Content-Length: {len(body)}", body=body, close=False), body)
    assert [status for status, _ in answers] == [413]


def test_what_exceeds_the_declared_length_is_not_the_body(server: Server) -> None:
    answers = server.exchange(webhook_head(f"Content-Length: {len(BODY)}", close=False, message_id="evt-2"), BODY, HEALTH)
    assert [status for status, _ in answers] == [202, 200]


def test_a_refused_request_leaves_its_connection_usable(server: Server) -> None:
    refused = head("POST", "/v1/webhooks/acme", f"Content-Length: {len(BODY)}", close=False)
    assert [status for status, _ in server.exchange(refused, BODY, HEALTH)] == [403, 200]


@pytest.mark.parametrize(
    "broken",
    [
        head("POST", "/v1/webhooks/acme", "Content-Length: 3", "Content-Length: 4") + b"abcd",
        head("POST", "/v1/webhooks/acme", "Content-Length: +3") + b"abc",
        head("POST", "/v1/webhooks/acme", "Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n",
        head("POST", "/v1/webhooks/acme", "Transfer-Encoding: chunked") + b"xyz\r\n",
        head("GET", "/health", "X-Secret : confidential"),
        head("GET", "/health", "X-Secret: confi\x00dential"),
        head("GET", "/h ealth"),
        head("GET", "/health", "Connection: upgrade", "Upgrade: websocket", close=False),
        head("GET", "/health", "Connection: upgrade", "Upgrade: h2c", close=False),
        b"GET /health HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_not_plain_http_is_a_bad_request(server: Server, broken: bytes) -> None:
    ((status, body),) = server.exchange(broken)
    assert status == 400
    assert b'"type": "about:blank"' in body
    assert b"HTTP/1.1 without upgrades" in body
    assert b"confidential" not in body


def test_a_long_head_passes_and_an_endless_one_does_not(server: Server) -> None:
    long = [f"X-Padding-{number}: {'x' * 30_000}" for number in range(3)]
    request = head("GET", "/health", *long)
    pieces = [request[start : start + 1000] for start in range(0, len(request), 1000)]
    assert server.exchange(*pieces)[0][0] == 200
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        try:
            for _ in range(200):
                connection.sendall(b"X-Padding: " + b"x" * 1000)
        except OSError:
            pass  # The server has closed the connection.
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")


def test_connections_are_kept_alive(server: Server) -> None:
    kept = head("GET", "/health", close=False)
    assert [status for status, _ in server.exchange(kept, kept, HEALTH)] == [200, 200, 200]


def test_forwarded_headers_change_nothing(server: Server) -> None:
    identity = [f"{name}: {value}" for name, value in IDENTITY.items()]
    forwarded = ["X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "X_Client_Serial: FF"]
    ((status, body),) = server.exchange(head("GET", "/v1/whoami", *identity, *forwarded))
    assert status == 200
    assert b'"serial":"0A1B2C"' in body


def test_neither_server_nor_stale_date_is_told(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(HEALTH)
        answer = connection.recv(65536).lower()
    assert b"\r\nserver:" not in answer
    assert b"\r\ndate:" not in answer


def test_every_line_of_the_log_is_json_and_quotes_no_broken_header() -> None:
    running = Server()
    try:
        running.exchange(head("GET", "/health", "X-Secret : confidential"))
        running.exchange(HEALTH)
    finally:
        output = running.stop()
    entries = log_entries(output)
    assert running.process.returncode == os.EX_OK
    assert "Invalid HTTP request received." in [entry["message"] for entry in entries]
    assert "uvicorn.access" not in [entry["logger"] for entry in entries]
    assert "confidential" not in output
