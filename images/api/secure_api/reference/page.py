"""`GET /docs`: Swagger UI over this service's OpenAPI document."""

import base64
import hashlib

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

# Swagger UI is not in the image: Debian has only 3.x, whose `?url=` parameter lets a link replace the document
# (GHSA-qrmm-w75w-3wpx). The reader's browser loads it from jsDelivr, which serves the files of the npm package. The digests
# make it load those bytes or nothing, and the policy below lets it run nothing else. Renew all three lines together:
#   npm pack swagger-ui-dist@<version>, unpack, openssl dgst -sha384 -binary <file> | base64
_CDN = "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5.35.0"
_SCRIPT_DIGEST = "sha384-gjRm0bEPMeTmMh5jT2cHccIwCUZSTd8YC+j0d0sXw0MdGEfScduGpSyF3ZSSLkX9"
_STYLE_DIGEST = "sha384-WlYgdmXYOOBWL5apwjDEZwN+U3HmXSSu5R6V5aGxEcf7z+KuRNwBhoxKVN1i3D5I"

# No method can be tried out: a browser would send it with the reader's client certificate.
_START = 'SwaggerUIBundle({url: "openapi.json", dom_id: "#reference", supportedSubmitMethods: []})'

_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Secure API</title>
<link rel="stylesheet" href="{_CDN}/swagger-ui.css" integrity="{_STYLE_DIGEST}" crossorigin="anonymous">
</head>
<body>
<div id="reference">The reference is drawn by a script. The description itself is <a href="openapi.json">openapi.json</a>.</div>
<script src="{_CDN}/swagger-ui-bundle.js" integrity="{_SCRIPT_DIGEST}" crossorigin="anonymous"></script>
<script>{_START}</script>
</body>
</html>
"""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src {_CDN}/ 'sha256-{base64.b64encode(hashlib.sha256(_START.encode()).digest()).decode()}'",
        f"style-src {_CDN}/ 'unsafe-inline'",  # Swagger UI sets style attributes.
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Open to everybody whom the gateway lets in: it says nothing about clients or keys."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})
