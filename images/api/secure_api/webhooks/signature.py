"""Webhook signatures: the scheme of the Standard Webhooks specification (https://www.standardwebhooks.com), version `v1`.

    Webhook-Signature: v1,base64(HMAC-SHA256(key, "<Idempotency-Key>.<Webhook-Timestamp>.<body>"))

The idempotency key takes the place of the specification's message id: signed, it cannot be swapped on a captured request.
It holds no dot, so that no two different requests have the same signed bytes.
"""

import base64
import binascii
import hmac
import time
from typing import Callable, Dict, List, Sequence

from secure_api.settings.webhook_keys import SourceKeys

VERSION = "v1"
MAX_SIGNATURES = 8
"""A sender that rotates its key sends two. Each further one costs a comparison."""


class InvalidSignature(Exception):
    """Nobody who holds a key of the source has signed this request just now."""


class StaleTimestamp(Exception):
    """The timestamp is too far from now: a replay, or a sender whose clock is wrong."""


class SignatureVerifier:
    """Verifies that a request was signed with one of its source's keys, within the tolerance around now."""

    def __init__(
        self, sources: Sequence[SourceKeys], tolerance_seconds: int, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys: Dict[str, List[bytes]] = {
            entry.source: [key.get_secret_value() for key in entry.keys] for entry in sources
        }
        self._tolerance = tolerance_seconds
        self._clock = clock

    def knows(self, source: str) -> bool:
        """Whether the source has keys here."""
        return source in self._keys

    def verify(self, source: str, message_id: str, timestamp: str, signatures: str, body: bytes) -> None:
        """Returns when the request is authentic and fresh; else raises `InvalidSignature` or `StaleTimestamp`.

        The signature comes first, so that only a holder of a key learns anything about this server's clock.
        """
        signed = f"{message_id}.{timestamp}.".encode() + body
        given = _decoded(signatures)
        matches = 0
        for key in self._keys[source]:
            expected = hmac.digest(key, signed, "sha256")
            # No short cut: the time taken must not tell which key or signature matched.
            matches += sum(hmac.compare_digest(expected, signature) for signature in given)
        if not matches:
            raise InvalidSignature
        if abs(self._clock() - int(timestamp)) > self._tolerance:
            raise StaleTimestamp


def _decoded(signatures: str) -> List[bytes]:
    """The `v1` signatures of the header. Other versions, which the specification allows beside, are passed over."""
    given = []
    for word in signatures.split()[:MAX_SIGNATURES]:
        version, _, text = word.partition(",")
        if version == VERSION:
            try:
                given.append(base64.b64decode(text, validate=True))
            except (binascii.Error, ValueError):
                continue
    return given
