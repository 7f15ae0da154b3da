"""Signed webhooks that are processed once."""
