"""The API's description for people and machines: /docs and /openapi.json."""
