"""What happens with a webhook that is authentic and new. A team puts its own work here."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone

from pydantic import BaseModel, Field

from secure_api.identity.client import Client


@dataclass(frozen=True)
class Webhook:
    """One webhook, signed by `source` and delivered by `client`."""

    source: str
    client: Client
    body: bytes


class Receipt(BaseModel):
    """Proof of what was received; a repetition of the request gets the very same one."""

    id: str = Field(..., description="The receipt's own id, a UUID.")
    source: str = Field(..., description="The source that signed the webhook.")
    receivedAt: str = Field(..., description="When the first request arrived, RFC 3339, UTC.")
    bytes: int = Field(..., description="Length of the body.")
    sha256: str = Field(..., description="SHA-256 of the body, hexadecimal.")


async def acknowledge(webhook: Webhook) -> Receipt:
    """The example's work: a receipt. An exception here releases the idempotency key, so that the sender may try again."""
    return Receipt(
        id=str(uuid.uuid4()),
        source=webhook.source,
        receivedAt=datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        bytes=len(webhook.body),
        sha256=hashlib.sha256(webhook.body).hexdigest(),
    )
