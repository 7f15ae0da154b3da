"""Uvicorn, set up for life behind the gateway: drain, limits, keep-alive."""
