"""`POST /v1/webhooks/{source}`: verify, claim the idempotency key, process, keep the answer."""

import hashlib
from typing import Awaitable, Callable

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from secure_api.identity.client import Client, verified_client
from secure_api.web.problems import Problem, responses
from secure_api.webhooks.idempotency import (
    Answer,
    Claim,
    IdempotencyStore,
    RequestDiffers,
    RequestInProgress,
    StoreFull,
)
from secure_api.webhooks.processing import Receipt, Webhook
from secure_api.webhooks.signature import InvalidSignature, SignatureVerifier, StaleTimestamp

Process = Callable[[Webhook], Awaitable[Receipt]]

REPLAYED_HEADER = "Idempotency-Replayed"

_KEY = r"[A-Za-z0-9_~:+/=-]{1,128}"
_ERRORS = responses(
    _400="A header is missing, repeated or malformed.",
    _401="No key of the source made this signature, or its timestamp is too far from now.",
    _403="The gateway did not vouch for a client.",
    _404="No such source.",
    _408="The body did not arrive in time.",
    _409="The idempotency key was used for another request, or its first request is still in progress.",
    _413="The body is too long.",
    _503="No room for a further idempotency key; try again later.",
)
_BODY = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}, "required": True}


def webhook_router(verifier: SignatureVerifier, store: IdempotencyStore, process: Process) -> APIRouter:
    """The route, bound to what it needs."""
    router = APIRouter(tags=["webhooks"])

    @router.post(
        "/webhooks/{source}",
        summary="Deliver a webhook",
        status_code=202,
        response_model=Receipt,
        responses=_ERRORS,
        openapi_extra={"requestBody": _BODY},
        dependencies=[Depends(_each_header_once)],
    )
    async def deliver(
        request: Request,
        source: str = Path(..., description="Name of the source, as the keys are filed under."),
        idempotency_key: str = Header(
            ...,
            regex=rf'^(?:{_KEY}|"{_KEY}")$',
            description="Names this webhook, the same in every attempt. Quotes around it are not part of it.",
        ),
        webhook_timestamp: str = Header(..., regex=r"^[0-9]{1,12}$", description="When it was signed, Unix seconds."),
        webhook_signature: str = Header(
            ...,
            max_length=1024,
            description='Space-separated signatures `v1,<base64>`, each HMAC-SHA256 over `"<key>.<timestamp>.<body>"`.',
        ),
        client: Client = Depends(verified_client),
    ) -> Response:
        """Processes a signed webhook once. The same key with the same body gets the first answer again."""
        if not verifier.knows(source):
            raise Problem(404, "unknown-source", "No webhook source of that name is configured.")
        body = await request.body()
        key = idempotency_key.strip('"')
        _verify(verifier, source, key, webhook_timestamp, webhook_signature, body)

        claim = await _claim(store, _digest(client.subject, source, key), hashlib.sha256(body).digest())
        if claim.answer is not None:
            return _response(claim.answer, replayed=True)
        try:
            receipt = await process(Webhook(source, client, body))
            answer = Answer(202, receipt.json().encode())
            await store.complete(claim, answer)
        except BaseException:
            await store.release(claim)
            raise
        return _response(answer, replayed=False)

    return router


def _each_header_once(request: Request) -> None:
    """A repeated header has no one meaning: the verifier and a proxy could read different ones."""
    for name in ("Idempotency-Key", "Webhook-Timestamp", "Webhook-Signature"):
        if len(request.headers.getlist(name)) > 1:
            raise Problem(400, "invalid-request", "See errors.", errors=[f"header {name.lower()}: given more than once"])


def _verify(verifier: SignatureVerifier, source: str, key: str, timestamp: str, signature: str, body: bytes) -> None:
    challenge = {"WWW-Authenticate": "Webhook-Signature"}
    try:
        verifier.verify(source, key, timestamp, signature, body)
    except InvalidSignature:
        detail = "Webhook-Signature holds no signature that a key of this source made over these bytes."
        raise Problem(401, "signature-invalid", detail, headers=challenge) from None
    except StaleTimestamp:
        detail = "Webhook-Timestamp is too far from this server's clock. Sign each attempt anew."
        raise Problem(401, "timestamp-stale", detail, headers=challenge) from None


async def _claim(store: IdempotencyStore, key: bytes, request: bytes) -> Claim:
    try:
        return await store.claim(key, request)
    except RequestDiffers:
        detail = "This Idempotency-Key was used before, with another body. Use a new key for a new webhook."
        raise Problem(409, "idempotency-key-reused", detail) from None
    except RequestInProgress:
        detail = "The first request with this Idempotency-Key is still in progress."
        raise Problem(409, "idempotency-key-in-use", detail, headers={"Retry-After": "1"}) from None
    except StoreFull:
        detail = "Too many webhooks arrived at once. Try again with the same Idempotency-Key."
        raise Problem(503, "idempotency-store-full", detail, headers={"Retry-After": "30"}) from None


def _digest(subject: str, source: str, key: str) -> bytes:
    """A key counts within its client and source. NUL, which none of the parts can hold, keeps the parts apart."""
    return hashlib.sha256("\0".join((subject, source, key)).encode()).digest()


def _response(answer: Answer, replayed: bool) -> Response:
    headers = {REPLAYED_HEADER: "true"} if replayed else {}
    return Response(answer.body, answer.status, headers, "application/json")
