"""`GET /health`: whether this process answers. It asks nothing else, or a fault elsewhere would stop every task at once."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The state of this task."""

    status: str = Field("ok", const=True, description="Always `ok`: a task that is not does not answer.")


@router.get("/health", summary="Whether the task answers")
async def health() -> Health:
    """Open to everybody: the container's own health check has no client certificate."""
    return Health()
