"""Puts the service together."""

from typing import Optional

from fastapi import APIRouter, Depends, FastAPI
from starlette.types import ASGIApp

from secure_api import health
from secure_api.identity import whoami
from secure_api.identity.client import verified_client
from secure_api.logs.access_log import AccessLog
from secure_api.reference import page
from secure_api.reference.openapi import DESCRIPTION, DocumentedApi
from secure_api.settings.model import Settings
from secure_api.web import problems
from secure_api.web.body_limit import BodyLimit
from secure_api.web.head import HeadAsGet
from secure_api.web.security_headers import SecurityHeaders
from secure_api.webhooks.idempotency import IdempotencyStore
from secure_api.webhooks.memory_store import InMemoryStore
from secure_api.webhooks.processing import acknowledge
from secure_api.webhooks.router import Process, webhook_router
from secure_api.webhooks.signature import SignatureVerifier


def create_routes(settings: Settings, store: Optional[IdempotencyStore] = None, process: Process = acknowledge) -> FastAPI:
    """The routes. Everything under `/v1` needs a client: a route added there is closed from its first day."""
    app = DocumentedApi(title="Secure API", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.router.redirect_slashes = False  # A redirect would name the host that the caller claims to have asked for.
    problems.install(app)

    tolerance = settings.webhook_tolerance_seconds
    verifier = SignatureVerifier(settings.webhook_keys, tolerance)
    if store is None:
        store = InMemoryStore(settings.idempotency_ttl_seconds, settings.idempotency_max_entries, 2 * tolerance)

    version_1 = APIRouter(prefix="/v1", dependencies=[Depends(verified_client)])
    version_1.include_router(whoami.router)
    version_1.include_router(webhook_router(verifier, store, process))

    app.include_router(health.router)
    app.include_router(page.router)
    app.include_router(version_1)
    return app


def create_application(
    settings: Settings, store: Optional[IdempotencyStore] = None, process: Process = acknowledge
) -> ASGIApp:
    """The routes inside the layers that every request passes, the outermost last."""
    app: ASGIApp = create_routes(settings, store, process)
    app = BodyLimit(app, settings.max_body_bytes)
    app = SecurityHeaders(HeadAsGet(app))
    return AccessLog(app)
