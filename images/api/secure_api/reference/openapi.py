"""The OpenAPI document, completed with what FastAPI cannot see."""

from typing import Any, Dict

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from secure_api.web.problems import ProblemDetails

DESCRIPTION = """\
The gateway in front of this service verifies the client's certificate (mutual TLS) and tells the service who calls.
Routes under `/v1` answer 403 to anybody else. Errors are problem details (RFC 9457)."""


class DocumentedApi(FastAPI):
    """FastAPI with a document that tells the truth about errors."""

    def openapi(self) -> Dict[str, Any]:
        """The document, built when it is first asked for."""
        if not self.openapi_schema:
            schema = get_openapi(title=self.title, version=self.version, description=self.description, routes=self.routes)
            schema["components"]["schemas"]["ProblemDetails"] = ProblemDetails.schema()
            _drop_validation_errors(schema)
            self.openapi_schema = schema
        return self.openapi_schema


def _drop_validation_errors(schema: Dict[str, Any]) -> None:
    """FastAPI announces a 422 for every route with parameters; here a faulty parameter is a 400."""
    for path in schema["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    for name in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(name, None)
