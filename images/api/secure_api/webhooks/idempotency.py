"""Answers that are given once: what a store of idempotency keys has to do.

The store that ships keeps its keys in memory, so that it holds for one task only. A service with several tasks that must
process each webhook once over all of them implements `IdempotencyStore` on something shared, such as a DynamoDB table with
conditional writes, and hands it to `create_application`. Nothing else changes.
"""

from dataclasses import dataclass
from typing import Optional, Protocol


@dataclass(frozen=True)
class Answer:
    """What was answered the first time."""

    status: int
    body: bytes


@dataclass(frozen=True, eq=False)
class Claim:
    """A key that belongs to this request, or, with an `answer`, to an equal one that came before.

    A claim is compared by identity: one that expired and was made anew is another claim.
    """

    key: bytes
    request: bytes
    answer: Optional[Answer] = None


class RequestDiffers(Exception):
    """The key was used before, with another request."""


class RequestInProgress(Exception):
    """The first request with this key has no answer yet."""


class StoreFull(Exception):
    """No further key can be kept without forgetting one that still protects from replay."""


class IdempotencyStore(Protocol):
    """Keeps keys and answers for a time that is fixed when the store is made."""

    async def claim(self, key: bytes, request: bytes) -> Claim:
        """Takes the key for a request, atomically.

        `request` is a digest of what makes two requests equal. Raises `RequestDiffers`, `RequestInProgress` or
        `StoreFull`. A claim that is neither completed nor released lapses with the store's time: its task may be gone.
        """

    async def complete(self, claim: Claim, answer: Answer) -> None:
        """Keeps the answer for whoever comes with this key again. Does nothing when the claim has lapsed."""

    async def release(self, claim: Claim) -> None:
        """Gives the key back: the request failed and may be tried again. Does nothing when the claim has lapsed."""
