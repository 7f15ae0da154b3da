"""The idempotency store of a single task."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Callable

from secure_api.webhooks.idempotency import (
    Answer,
    Claim,
    RequestDiffers,
    RequestInProgress,
    StoreFull,
)


@dataclass(frozen=True)
class _Entry:
    claim: Claim
    since: float


class InMemoryStore:
    """Keeps at most `max_entries` keys, each for `ttl_seconds`, and forgets all of them with the task.

    When it is full, the oldest key makes room, but never one younger than `protect_seconds`: while a signature is good, its
    key must be known, or the request could be replayed. Then `StoreFull` refuses new keys instead.
    """

    def __init__(
        self,
        ttl_seconds: int,
        max_entries: int,
        protect_seconds: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ttl = ttl_seconds
        self._max_entries = max_entries
        self._protect = protect_seconds
        self._clock = clock
        self._entries: "OrderedDict[bytes, _Entry]" = OrderedDict()  # Oldest first, since all live equally long.

    async def claim(self, key: bytes, request: bytes) -> Claim:
        """See `IdempotencyStore`. Atomic because nothing here waits: no other request runs in between."""
        now = self._clock()
        self._forget_older_than(now - self._ttl)
        known = self._entries.get(key)
        if known is not None:
            if known.claim.request != request:
                raise RequestDiffers
            if known.claim.answer is None:
                raise RequestInProgress
            return known.claim
        if len(self._entries) >= self._max_entries:
            self._make_room(now - self._protect)
        claim = Claim(key, request)
        self._entries[key] = _Entry(claim, now)
        return claim

    async def complete(self, claim: Claim, answer: Answer) -> None:
        """See `IdempotencyStore`. The key's time runs on from the claim."""
        entry = self._entries.get(claim.key)
        if entry is not None and entry.claim is claim:
            self._entries[claim.key] = _Entry(Claim(claim.key, claim.request, answer), entry.since)

    async def release(self, claim: Claim) -> None:
        """See `IdempotencyStore`."""
        entry = self._entries.get(claim.key)
        if entry is not None and entry.claim is claim:
            del self._entries[claim.key]

    def _forget_older_than(self, moment: float) -> None:
        while self._entries and next(iter(self._entries.values())).since <= moment:
            self._entries.popitem(last=False)

    def _make_room(self, protected_since: float) -> None:
        if next(iter(self._entries.values())).since > protected_since:
            raise StoreFull
        self._entries.popitem(last=False)
