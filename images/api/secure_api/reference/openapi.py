"""The OpenAPI document, completed with what FastAPI cannot see."""

from typing import Any, Dict

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from secure_api.web.problems import ProblemDetails

DESCRIPTION = """\
The gateway in front of this service verifies the client's certificate (mutual TLS) and tells the service who calls.
Routes under `/v1` answer 403 to anybody else. Errors are problem details (RFC 9457). HEAD is answered wherever GET is."""

# https://spec.openapis.org/oas/v3.1.0: the first version that knows mutual TLS and `const`.
VERSION = "3.1.0"
CERTIFICATE = "clientCertificate"


class DocumentedApi(FastAPI):
    """FastAPI with a document that tells the truth about errors."""

    def openapi(self) -> Dict[str, Any]:
        """The document, built when it is first asked for."""
        if not self.openapi_schema:
            schema = get_openapi(title=self.title, version=self.version, description=self.description, routes=self.routes)
            schema["openapi"] = VERSION
            schema["servers"] = [{"url": "/", "description": "The domain that this document came from."}]
            schema["components"]["schemas"]["ProblemDetails"] = ProblemDetails.schema()
            schema["components"]["securitySchemes"] = {
                CERTIFICATE: {"type": "mutualTLS", "description": "A client certificate of the private CA."}
            }
            _name_security(schema)
            _drop_validation_errors(schema)
            self.openapi_schema = schema
        return self.openapi_schema


def _name_security(schema: Dict[str, Any]) -> None:
    """Every route has to be asked with a certificate: the load balancer's handshake wants one before any path is known."""
    schema["security"] = [{CERTIFICATE: []}]


def _drop_validation_errors(schema: Dict[str, Any]) -> None:
    """FastAPI announces a 422 for every route with parameters; here a faulty parameter is a 400."""
    for path in schema["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(name, None)
