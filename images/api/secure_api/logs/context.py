"""The request that the current code works for, so that every log line can name it."""

from contextvars import ContextVar
from typing import Optional

request_id: ContextVar[Optional[str]] = ContextVar("request_id", default=None)
"""Set once for each request. Uvicorn runs each request in a task of its own, so it never needs to be reset."""
