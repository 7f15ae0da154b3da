"""The keys of the webhook sources: their JSON form and what makes a key acceptable."""

import base64
import binascii
import json
import re
from typing import Any, Dict, List, Tuple

from pydantic import BaseModel, Extra, SecretBytes, validator

KEY_PREFIX = "whsec_"
"""Marks a key that is given as base64, as in the Standard Webhooks specification."""

MIN_KEY_BYTES = 24
"""The least that the Standard Webhooks specification allows. Choose 32, the hash's length (RFC 2104, section 3)."""


MAX_KEYS = 4
"""A rotation needs two. Every key costs one HMAC for each request, also for a forged one."""

_SOURCE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class _Pairs(List[Tuple[str, Any]]):
    """A JSON object with its repetitions, which a `dict` would swallow."""


class SourceKeys(BaseModel):
    """One webhook source and the keys that may sign for it: the new one and, during a rotation, the old ones."""

    source: str
    keys: List[SecretBytes]

    class Config:
        """A fault names the position in the list, never a value: the whole variable is secret."""

        extra = Extra.forbid
        allow_mutation = False

    @validator("source")
    def _name(cls, value: str) -> str:
        if not _SOURCE.fullmatch(value):
            raise ValueError("the name is not 1 to 63 lower-case letters, digits and inner hyphens")
        return value

    @validator("keys", pre=True)
    def _one_or_many(cls, value: Any) -> Any:
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or isinstance(keys, _Pairs) or not 1 <= len(keys) <= MAX_KEYS:
            raise ValueError(f"neither a key nor a list of 1 to {MAX_KEYS} keys")
        return keys

    @validator("keys", pre=True, each_item=True)
    def _key_bytes(cls, value: Any) -> bytes:
        if not isinstance(value, str):
            raise ValueError("not a text")
        key = _decoded(value[len(KEY_PREFIX) :]) if value.startswith(KEY_PREFIX) else _encoded(value)
        if len(key) < MIN_KEY_BYTES:
            raise ValueError(f"shorter than {MIN_KEY_BYTES} bytes")
        return key


def read_source_keys(text: str) -> List[Dict[str, Any]]:
    """Turns the variable's JSON object into the list that `Settings` validates, in the order of the text."""
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None  # The decoder's own message can quote the text.
    if not isinstance(pairs, _Pairs):
        raise ValueError("not a JSON object")
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a source stands there twice")
    return [{"source": name, "keys": keys} for name, keys in pairs]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"not base64 after {KEY_PREFIX}") from None


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise ValueError("not valid Unicode") from None  # The codec's own message quotes a part of the key.
