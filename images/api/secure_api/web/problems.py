"""Errors as RFC 9457 problem details."""

import json
from http import HTTPStatus
from typing import Any, Dict, List, Mapping, Optional, Union

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from secure_api.logs.context import request_id

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:secure-api:"


class ProblemDetails(BaseModel):
    """The body of every error."""

    type: str = Field(..., description="What kind of problem; `about:blank` where the status says it all.")
    title: str = Field(..., description="The kind of problem in words, the same each time.")
    status: int = Field(..., description="The HTTP status.")
    detail: Optional[str] = Field(None, description="What is wrong with this request and how to mend it.")
    requestId: Optional[str] = Field(None, description="The request's id in the logs.")
    errors: Optional[List[str]] = Field(None, description="Each fault, when there may be several.")


class Problem(Exception):
    """Ends a request with an error. `kind` is the last part of the problem's type; `reason` goes to the log only."""

    def __init__(
        self,
        status: int,
        kind: Optional[str] = None,
        detail: Optional[str] = None,
        *,
        reason: Optional[str] = None,
        errors: Optional[List[str]] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.reason = reason
        self.errors = errors
        self.headers = headers


def problem_body(status: int, kind: Optional[str] = None, detail: Optional[str] = None, **more: Any) -> bytes:
    """The JSON text of a problem, without the members that have no value."""
    title = kind.replace("-", " ").capitalize() if kind else HTTPStatus(status).phrase
    members: Dict[str, Any] = {"type": TYPE_PREFIX + kind if kind else "about:blank", "title": title}
    members |= {"status": status, "detail": detail, "requestId": request_id.get(), **more}
    return json.dumps({name: value for name, value in members.items() if value is not None}).encode()


def responses(**reasons: str) -> Dict[Union[int, str], Dict[str, Any]]:
    """The error part of a route's OpenAPI description: `responses(_404="No such source.")`."""
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {
        int(status.strip("_")): {"description": reason, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, reason in reasons.items()
    }


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem, the framework's own too."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(Exception, _on_unexpected)


async def _on_problem(request: Request, problem: Problem) -> Response:
    log = {"problem": problem.kind, "reason": problem.reason}
    request.state.log = {name: value for name, value in log.items() if value is not None}
    body = problem_body(problem.status, problem.kind, problem.detail, errors=problem.errors)
    return Response(body, problem.status, dict(problem.headers or {}), MEDIA_TYPE)


async def _on_http_exception(request: Request, error: HTTPException) -> Response:
    """The router's 404 and 405; the latter's `Allow` header is kept."""
    return await _on_problem(request, Problem(error.status_code, headers=error.headers))


async def _on_invalid_request(request: Request, error: RequestValidationError) -> Response:
    """Names each parameter and the rule that it breaks, never the value: that may be a secret."""
    errors = [f"{fault['loc'][0]} {fault['loc'][-1]}: {fault['msg']}" for fault in error.errors()]
    return await _on_problem(request, Problem(400, "invalid-request", "See errors.", errors=errors))


async def _on_unexpected(request: Request, _error: Exception) -> Response:
    """Says nothing about the cause; Uvicorn logs where it happened."""
    return await _on_problem(request, Problem(500))
