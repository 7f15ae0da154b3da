"""The client that stands behind a request."""

from fastapi import Request
from pydantic import BaseModel, Field

from secure_api.identity import headers
from secure_api.web.problems import Problem


class Client(BaseModel):
    """A client certificate that the gateway has verified, as the gateway describes it."""

    subject: str = Field(..., description="Subject, written as in RFC 4514.", example="CN=acme,O=Acme")
    issuer: str = Field(..., description="Issuer, written as in RFC 4514.", example="CN=Secure API private CA")
    serial: str = Field(..., description="Serial number, hexadecimal, upper case.", example="0A1B2C")
    fingerprint: str = Field(..., description="SHA-256 of the certificate, hexadecimal, lower case.", example="ab" * 32)

    class Config:
        """A caller does not change while it calls."""

        allow_mutation = False


def verified_client(request: Request) -> Client:
    """FastAPI dependency: the client, or 403 unless every identity header of the gateway is there and well-formed.

    The answer does not say what is wrong: a caller that did not come through the gateway learns nothing. The log does.
    """
    try:
        values = headers.read(request.headers.raw)
    except headers.UnusableHeader as error:
        raise Problem(403, "client-not-verified", "The gateway did not vouch for a client.", reason=str(error)) from None
    client = Client(
        subject=values[headers.SUBJECT],
        issuer=values[headers.ISSUER],
        serial=values[headers.SERIAL].upper(),
        fingerprint=values[headers.FINGERPRINT].lower(),
    )
    request.state.client = client
    return client
