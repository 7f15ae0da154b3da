"""Webhook signatures."""

import json
from typing import Dict, List

import pytest
from api_support import KEY, OTHER_KEY, signature
from secure_api.settings.load import load_settings
from secure_api.webhooks.signature import InvalidSignature, SignatureVerifier, StaleTimestamp

NOW = 1_700_000_000
BODY = b'{"amount":1}'


def verifier(**keys: "str | List[str]") -> SignatureVerifier:
    loaded = load_settings({"API_WEBHOOK_KEYS": json.dumps(keys or {"acme": KEY})})
    return SignatureVerifier(loaded.webhook_keys, 300, lambda: NOW)


def signed(timestamp: int = NOW, key: str = KEY) -> Dict[str, str]:
    return {"timestamp": str(timestamp), "signatures": signature(key, "evt-1", str(timestamp), BODY)}


def test_a_good_signature_passes() -> None:
    verifier().verify("acme", "evt-1", body=BODY, **signed())


def test_the_specifications_own_example_passes() -> None:
    """The values that the Standard Webhooks libraries test themselves with."""
    keys = json.dumps({"acme": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    sources = load_settings({"API_WEBHOOK_KEYS": keys}).webhook_keys
    SignatureVerifier(sources, 300, lambda: 1614265330).verify(
        "acme",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        b'{"test": 2432232314}',
    )


def test_any_active_key_passes_and_a_retired_one_does_not() -> None:
    rotating = verifier(acme=[OTHER_KEY, KEY])
    rotating.verify("acme", "evt-1", body=BODY, **signed(key=KEY))
    rotating.verify("acme", "evt-1", body=BODY, **signed(key=OTHER_KEY))
    with pytest.raises(InvalidSignature):
        verifier(acme=OTHER_KEY).verify("acme", "evt-1", body=BODY, **signed(key=KEY))


def test_one_good_signature_among_several_is_enough() -> None:
    bad, good = signature(OTHER_KEY, "evt-1", str(NOW), BODY), signed()["signatures"]
    for given in (f"{bad} {good}", f"{good} {bad}", f"v1a,AAAA v2,x {good}", f"v1,### {good}"):
        verifier().verify("acme", "evt-1", str(NOW), given, BODY)


def test_a_signature_beyond_the_eighth_is_not_looked_at() -> None:
    given = " ".join(["v1,AAAA"] * 8 + [signed()["signatures"]])
    with pytest.raises(InvalidSignature):
        verifier().verify("acme", "evt-1", str(NOW), given, BODY)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "v1,",
        "v1",
        "v1,AAAA",
        "v1,!!!!",
        "v1,\u00e9",
        signature(OTHER_KEY, "evt-1", str(NOW), BODY),
        signed()["signatures"].replace("v1,", "v2,"),
        signed()["signatures"].replace("v1,", "V1,"),
        signed()["signatures"].replace("v1,", ""),
        signed()["signatures"][:-2],
    ],
)
def test_anything_else_is_invalid(given: str) -> None:
    with pytest.raises(InvalidSignature):
        verifier().verify("acme", "evt-1", str(NOW), given, BODY)


def test_every_signed_part_counts() -> None:
    both = verifier(acme=KEY, other=OTHER_KEY)
    good = signed()["signatures"]
    for source, message_id, timestamp, body in (
        ("other", "evt-1", str(NOW), BODY),
        ("acme", "evt-2", str(NOW), BODY),
        ("acme", "evt-1", str(NOW + 1), BODY),
        ("acme", "evt-1", "0" + str(NOW), BODY),
        ("acme", "evt-1", str(NOW), BODY + b" "),
        ("acme", "evt-1", str(NOW), b""),
    ):
        with pytest.raises(InvalidSignature):
            both.verify(source, message_id, timestamp, good, body)


def test_every_bit_of_the_body_counts() -> None:
    good = signed()["signatures"]
    for bit in range(len(BODY) * 8):
        changed = bytearray(BODY)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(InvalidSignature):
            verifier().verify("acme", "evt-1", str(NOW), good, bytes(changed))


@pytest.mark.parametrize("distance", [-300, 0, 300])
def test_a_timestamp_within_the_tolerance_passes(distance: int) -> None:
    verifier().verify("acme", "evt-1", body=BODY, **signed(NOW + distance))


@pytest.mark.parametrize("distance", [-301, 301, -NOW])
def test_a_timestamp_outside_the_tolerance_is_stale(distance: int) -> None:
    with pytest.raises(StaleTimestamp):
        verifier().verify("acme", "evt-1", body=BODY, **signed(NOW + distance))


def test_a_forger_learns_nothing_about_the_clock() -> None:
    with pytest.raises(InvalidSignature):
        verifier().verify("acme", "evt-1", body=BODY, **signed(NOW - 301, key=OTHER_KEY))
