"""Settings: limits, faults, secrets."""

import base64
import json
from typing import Dict

import pytest
from api_support import KEY, OTHER_KEY, settings
from secure_api.settings.load import PREFIX, InvalidSettings, load_settings
from secure_api.settings.model import LogLevel, Settings

SECRET = "s3cret" + "x" * 40


def faults_of(environment: Dict[str, str]) -> "list[str]":
    with pytest.raises(InvalidSettings) as caught:
        load_settings(dict(environment))
    return caught.value.faults


def test_an_empty_environment_gives_the_defaults() -> None:
    loaded = load_settings({})
    assert (loaded.host, loaded.port, loaded.log_level) == ("0.0.0.0", 8000, LogLevel.INFO)
    assert loaded.max_body_bytes == 1_048_576
    assert loaded.webhook_keys == ()


def test_every_value_is_read() -> None:
    loaded = load_settings(
        {
            "API_HOST": "::1",
            "API_PORT": "9000",
            "API_LOG_LEVEL": "warn",
            "API_MAX_BODY_BYTES": "1",
            "API_WEBHOOK_KEYS": json.dumps({"acme": [KEY, OTHER_KEY], "b-2": "whsec_" + base64.b64encode(bytes(32)).decode()}),
            "API_WEBHOOK_TOLERANCE_SECONDS": "30",
            "API_IDEMPOTENCY_TTL_SECONDS": "60",
            "API_IDEMPOTENCY_MAX_ENTRIES": "1",
            "API_STOP_TIMEOUT_SECONDS": "120",
            "API_DRAIN_DELAY_SECONDS": "60",
            "PATH": "is not ours",
        }
    )
    assert (loaded.host, loaded.port, loaded.log_level, loaded.max_body_bytes) == ("::1", 9000, LogLevel.WARN, 1)
    assert (loaded.webhook_tolerance_seconds, loaded.idempotency_ttl_seconds, loaded.idempotency_max_entries) == (30, 60, 1)
    assert (loaded.stop_timeout_seconds, loaded.drain_delay_seconds) == (120, 60)
    keys = {entry.source: [key.get_secret_value() for key in entry.keys] for entry in loaded.webhook_keys}
    assert keys == {"acme": [KEY.encode(), OTHER_KEY.encode()], "b-2": [bytes(32)]}


def test_settings_do_not_change_after_the_start() -> None:
    with pytest.raises(TypeError):
        setattr(settings(), "port", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_HOST", "localhost"),
        ("API_HOST", ""),
        ("API_PORT", ""),
        ("API_PORT", "0"),
        ("API_PORT", "65536"),
        ("API_PORT", "80.0"),
        ("API_PORT", "8_000"),
        ("API_PORT", " 8000"),
        ("API_PORT", "-1"),
        ("API_PORT", "\uff18\uff10"),
        ("API_LOG_LEVEL", "INFO"),
        ("API_LOG_LEVEL", "verbose"),
        ("API_MAX_BODY_BYTES", "0"),
        ("API_MAX_BODY_BYTES", "16777217"),
        ("API_WEBHOOK_TOLERANCE_SECONDS", "9"),
        ("API_WEBHOOK_TOLERANCE_SECONDS", "3601"),
        ("API_IDEMPOTENCY_TTL_SECONDS", "59"),
        ("API_IDEMPOTENCY_TTL_SECONDS", "604801"),
        ("API_IDEMPOTENCY_MAX_ENTRIES", "0"),
        ("API_IDEMPOTENCY_MAX_ENTRIES", "1000001"),
        ("API_STOP_TIMEOUT_SECONDS", "9"),
        ("API_STOP_TIMEOUT_SECONDS", "121"),
        ("API_DRAIN_DELAY_SECONDS", "61"),
    ],
)
def test_a_value_outside_its_rule_is_one_fault(name: str, value: str) -> None:
    (fault,) = faults_of({name: value})
    assert fault.startswith(f"{name}: {value!r} is not accepted. It takes ")
    example = fault.rpartition(f"Example: {name}=")[2]
    load_settings({name: example})


@pytest.mark.parametrize(
    ("keys", "place", "rule"),
    [
        ("", "", "not JSON"),
        (SECRET, "", "not JSON"),
        ("[" * 100_000, "", "not JSON"),
        ("[]", "", "not a JSON object"),
        (json.dumps(SECRET), "", "not a JSON object"),
        (json.dumps([{"acme": KEY}]), "", "not a JSON object"),
        ('{"acme": "%s", "acme": "%s"}' % (KEY, OTHER_KEY), "", "a source stands there twice"),
        (json.dumps({"acme": KEY, "other": KEY}), "", "a key stands there twice"),
        (json.dumps({"acme": [KEY, KEY]}), "", "a key stands there twice"),
        (json.dumps({"acme": KEY, f"{SECRET}=": OTHER_KEY}), "source 2", "the name is not"),
        (json.dumps({"acme\n": KEY}), "source 1", "the name is not"),
        (json.dumps({"-acme": KEY}), "source 1", "the name is not"),
        (json.dumps({"a" * 64: KEY}), "source 1", "the name is not"),
        (json.dumps({"acme": []}), "source 1", "neither a key nor a list"),
        (json.dumps({"acme": {"key": SECRET}}), "source 1", "neither a key nor a list"),
        (json.dumps({"acme": [f"{KEY}{number}" for number in range(5)]}), "source 1", "neither a key nor a list"),
        (json.dumps({"acme": None}), "source 1", "neither a key nor a list"),
        (json.dumps({"acme": [KEY, 1]}), "source 1, key 2", "not a text"),
        (json.dumps({"acme": SECRET[:23]}), "source 1, key 1", "shorter than 24 bytes"),
        (json.dumps({"acme": "whsec_" + base64.b64encode(bytes(23)).decode()}), "source 1, key 1", "shorter than 24 bytes"),
        (json.dumps({"acme": "whsec_" + SECRET}), "source 1, key 1", "not base64 after whsec_"),
        (json.dumps({"acme": "whsec_" + "s3cr" * 8 + "-_!?"}), "source 1, key 1", "not base64 after whsec_"),
        (json.dumps({"acme": SECRET + "\ud800"}), "source 1, key 1", "not valid Unicode"),
    ],
)
def test_a_fault_in_the_keys_names_its_place_and_no_value(keys: str, place: str, rule: str) -> None:
    (fault,) = faults_of({"API_WEBHOOK_KEYS": keys})
    assert fault.startswith("API_WEBHOOK_KEYS: " + (f"{place}: " if place else "") + rule)
    assert "s3cret" not in fault
    assert KEY not in fault


def test_all_faults_are_reported_together() -> None:
    environment = {"API_PORT": "x", "API_LOG_LEVEL": "x", "API_WEBHOOK_KEYS": json.dumps({"A": "x", "b": ["y", 1]})}
    environment["API_PROT"] = "80"
    assert [fault.split(":")[0] for fault in faults_of(environment)] == [
        "API_PROT",
        "API_PORT",
        "API_LOG_LEVEL",
        "API_WEBHOOK_KEYS",
        "API_WEBHOOK_KEYS",
        "API_WEBHOOK_KEYS",
        "API_WEBHOOK_KEYS",
    ]


def test_a_mistyped_name_is_a_fault_with_a_suggestion() -> None:
    (fault,) = faults_of({"API_MAX_BODY_BYTE": "1"})
    assert fault == "API_MAX_BODY_BYTE: no such setting. Did you mean API_MAX_BODY_BYTES?"


def test_an_idempotency_time_within_the_replay_window_is_a_fault() -> None:
    load_settings({"API_IDEMPOTENCY_TTL_SECONDS": "600", "API_WEBHOOK_TOLERANCE_SECONDS": "300"})
    (fault,) = faults_of({"API_IDEMPOTENCY_TTL_SECONDS": "599", "API_WEBHOOK_TOLERANCE_SECONDS": "300"})
    assert "API_IDEMPOTENCY_TTL_SECONDS must be at least twice" in fault


def test_a_drain_without_time_to_finish_is_a_fault() -> None:
    load_settings({"API_STOP_TIMEOUT_SECONDS": "30", "API_DRAIN_DELAY_SECONDS": "25"})
    (fault,) = faults_of({"API_STOP_TIMEOUT_SECONDS": "30", "API_DRAIN_DELAY_SECONDS": "26"})
    assert "API_DRAIN_DELAY_SECONDS must be at least 5 below" in fault


@pytest.mark.parametrize("port", ["8000", "nonsense"])
def test_secrets_leave_the_environment(port: str) -> None:
    environment = {"API_WEBHOOK_KEYS": json.dumps({"acme": KEY}), "API_PORT": port}
    try:
        load_settings(environment)
    except InvalidSettings:
        pass
    assert environment == {"API_PORT": port}


def test_keys_do_not_show_when_the_settings_are_printed() -> None:
    assert KEY not in repr(settings())
    assert KEY not in settings().json()


def test_every_setting_has_a_description_and_a_default_within_its_rule() -> None:
    for name, field in Settings.__fields__.items():
        assert field.field_info.description, name
        assert not field.required, PREFIX + name.upper()
