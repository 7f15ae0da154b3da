"""`GET /v1/whoami`: the client as the service sees it."""

from fastapi import APIRouter, Depends
from pydantic import Field

from secure_api.identity.client import Client, verified_client
from secure_api.logs.context import request_id
from secure_api.web.problems import responses

router = APIRouter(tags=["identity"])


class Caller(Client):
    """The client and the request that it makes."""

    requestId: str = Field(..., description="The gateway's id of this request, as in the logs.", example="5f0c6b1d")


@router.get("/whoami", summary="The calling client", responses=responses(_403="The gateway did not vouch for a client."))
async def whoami(client: Client = Depends(verified_client)) -> Caller:
    """The client certificate that the gateway has verified for this request."""
    return Caller(**client.dict(), requestId=request_id.get())
