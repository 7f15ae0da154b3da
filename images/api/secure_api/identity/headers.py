"""The headers that the gateway sends, and the one form that each may have."""

import re
from typing import Dict, Iterable, List, Optional, Pattern, Tuple

Headers = Iterable[Tuple[bytes, bytes]]

# A distinguished name as RFC 4514 writes it: attributes joined by `,` or `+`, special characters escaped. OpenSSL
# escapes everything beyond ASCII too, so that the name is ASCII whatever the certificate holds.
_ATTRIBUTE = r"(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)*)=(?:[^\x00-\x1f\x7f-\xff\"+,;<>\\]|\\[\x20-\x7e])*"
_NAME = rf"{_ATTRIBUTE}(?:[,+]{_ATTRIBUTE})*"

VERIFY = "x-client-verify"
SUBJECT = "x-client-s-dn"
ISSUER = "x-client-i-dn"
SERIAL = "x-client-serial"
FINGERPRINT = "x-client-fingerprint"
REQUEST_ID = "x-request-id"

_FORMS: Dict[str, Pattern[str]] = {
    VERIFY: re.compile("SUCCESS"),
    SUBJECT: re.compile(_NAME),
    ISSUER: re.compile(_NAME),
    SERIAL: re.compile("[0-9A-Fa-f]{1,40}"),  # RFC 5280: a positive number of at most 20 octets.
    FINGERPRINT: re.compile("[0-9A-Fa-f]{64}"),  # SHA-256
    REQUEST_ID: re.compile("[A-Za-z0-9._-]{1,128}"),
}
_LONGEST = 4096


class UnusableHeader(Exception):
    """A header of the gateway is missing, repeated or malformed. The text names it and never quotes its value."""


def read(headers: Headers) -> Dict[str, str]:
    """The value of every identity header by its lower-case name, or `UnusableHeader` for the first that is not right."""
    given: Dict[str, List[str]] = {name: [] for name in _FORMS}
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1").lower()
        if name in given:
            given[name].append(raw_value.decode("latin-1"))
    return {name: _only(name, values) for name, values in given.items()}


def request_id_of(headers: Headers) -> Optional[str]:
    """The request id alone, for the log; nothing when it is not usable."""
    values = [value.decode("latin-1") for name, value in headers if name == REQUEST_ID.encode()]
    try:
        return _only(REQUEST_ID, values)
    except UnusableHeader:
        return None


def _only(name: str, values: List[str]) -> str:
    if not values:
        raise UnusableHeader(f"{name} is missing")
    if len(values) > 1:
        raise UnusableHeader(f"{name} is repeated")
    value = values[0]
    if len(value) > _LONGEST or not _FORMS[name].fullmatch(value):
        raise UnusableHeader(f"{name} is malformed" if name != VERIFY else f"{name} is not SUCCESS")
    return value
