"""The idempotency store of a single task."""

import asyncio
import tracemalloc
from typing import Awaitable, TypeVar

import pytest
from secure_api.webhooks.idempotency import (
    Answer,
    IdempotencyStore,
    RequestDiffers,
    RequestInProgress,
    StoreFull,
)
from secure_api.webhooks.memory_store import InMemoryStore

T = TypeVar("T")
FIRST = Answer(202, b"first")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def now(work: Awaitable[T]) -> T:
    async def wait() -> T:
        return await work

    return asyncio.run(wait())


def store_with(clock: Clock, max_entries: int = 3, ttl: int = 100, protect: int = 20) -> InMemoryStore:
    return InMemoryStore(ttl, max_entries, protect, clock)


def test_it_is_an_idempotency_store() -> None:
    store: IdempotencyStore = store_with(Clock())
    assert now(store.claim(b"key", b"request")).answer is None


def test_the_first_answer_is_kept() -> None:
    store = store_with(Clock())
    now(store.complete(now(store.claim(b"key", b"request")), FIRST))
    assert now(store.claim(b"key", b"request")).answer == FIRST


def test_another_request_under_the_key_differs_before_and_after_the_answer() -> None:
    store = store_with(Clock())
    claim = now(store.claim(b"key", b"request"))
    with pytest.raises(RequestDiffers):
        now(store.claim(b"key", b"other"))
    now(store.complete(claim, FIRST))
    with pytest.raises(RequestDiffers):
        now(store.claim(b"key", b"other"))


def test_an_equal_request_waits_for_the_first() -> None:
    store = store_with(Clock())
    now(store.claim(b"key", b"request"))
    with pytest.raises(RequestInProgress):
        now(store.claim(b"key", b"request"))


def test_a_released_key_is_free() -> None:
    store = store_with(Clock())
    now(store.release(now(store.claim(b"key", b"request"))))
    assert now(store.claim(b"key", b"other")).answer is None


@pytest.mark.parametrize(("age", "kept"), [(99.9, True), (100.0, False)])
def test_an_answer_lives_as_long_as_said(age: float, kept: bool) -> None:
    clock = Clock()
    store = store_with(clock)
    now(store.complete(now(store.claim(b"key", b"request")), FIRST))
    clock.now += age
    assert (now(store.claim(b"key", b"request")).answer == FIRST) is kept


def test_an_answers_time_runs_from_the_claim() -> None:
    clock = Clock()
    store = store_with(clock)
    claim = now(store.claim(b"key", b"request"))
    clock.now += 60
    now(store.complete(claim, FIRST))
    clock.now += 40
    assert now(store.claim(b"key", b"request")).answer is None


def test_a_lapsed_claim_can_neither_answer_nor_release_its_successor() -> None:
    clock = Clock()
    store = store_with(clock)
    lapsed = now(store.claim(b"key", b"request"))
    clock.now += 100
    successor = now(store.claim(b"key", b"request"))
    now(store.complete(lapsed, Answer(202, b"late")))
    now(store.release(lapsed))
    with pytest.raises(RequestInProgress):
        now(store.claim(b"key", b"request"))
    now(store.complete(successor, FIRST))
    assert now(store.claim(b"key", b"request")).answer == FIRST


def test_a_full_store_forgets_its_oldest_key_once_that_is_past_replay() -> None:
    clock = Clock()
    store = store_with(clock)
    for key in (b"1", b"2", b"3"):
        now(store.complete(now(store.claim(key, b"request")), FIRST))
    clock.now += 20
    now(store.claim(b"4", b"request"))
    assert now(store.claim(b"2", b"request")).answer == FIRST
    assert now(store.claim(b"1", b"request")).answer is None


def test_a_full_store_refuses_new_keys_while_the_old_ones_protect() -> None:
    clock = Clock()
    store = store_with(clock)
    for key in (b"1", b"2", b"3"):
        now(store.complete(now(store.claim(key, b"request")), FIRST))
    clock.now += 19.9
    with pytest.raises(StoreFull):
        now(store.claim(b"4", b"request"))
    assert now(store.claim(b"1", b"request")).answer == FIRST


def test_a_key_takes_the_memory_that_its_setting_says() -> None:
    async def fill(store: InMemoryStore, count: int) -> None:
        for number in range(count):
            key = number.to_bytes(32, "big")
            await store.complete(await store.claim(key, key[::-1] * 1), Answer(202, b"x" * 200 + key))

    tracemalloc.start()
    try:
        store = InMemoryStore(100, 2000, 20, lambda: 1.0)
        before = tracemalloc.get_traced_memory()[0]
        asyncio.run(fill(store, 2000))
        each = (tracemalloc.get_traced_memory()[0] - before) / 2000
    finally:
        tracemalloc.stop()
    assert 400 < each < 1100
