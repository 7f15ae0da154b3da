"""The settings, their limits, units and defaults. Each comes from the variable `API_` and the field's name in capitals."""

from enum import Enum
from ipaddress import ip_address
from typing import Any, Dict, Tuple

from pydantic import BaseModel, Extra, Field, root_validator, validator

from secure_api.settings.webhook_keys import SourceKeys, read_source_keys


class LogLevel(str, Enum):
    """The least severe level that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARN = "warn"
    ERROR = "error"


class Settings(BaseModel):
    """Everything that the service reads from its environment, validated."""

    host: str = Field(
        "0.0.0.0",
        description="Address to listen on.",
        rule="an IP address",
        example="0.0.0.0",
    )
    port: int = Field(8000, ge=1, le=65535, description="TCP port to listen on.")
    log_level: LogLevel = Field(
        LogLevel.INFO,
        description="Least severe level that is written. Requests for /health are written at `debug`.",
        rule="one of debug, info, warn, error",
    )
    max_body_bytes: int = Field(
        1_048_576, ge=1, le=16_777_216, description="Longest request body, in bytes. Keep it at or below the gateway's."
    )
    webhook_keys: Tuple[SourceKeys, ...] = Field(
        (),
        description="Secret. The HMAC keys of each webhook source; without it no source is known.",
        rule="a JSON object of source name to key, or to a list of 1 to 4 keys",
        example='{"acme":"whsec_<base64 of 32 random bytes>"}',
        secret=True,
    )
    webhook_tolerance_seconds: int = Field(
        300, ge=10, le=3600, description="How far a signature's timestamp may lie from now, either way, in seconds."
    )
    idempotency_ttl_seconds: int = Field(
        86_400, ge=60, le=604_800, description="How long an answer is kept for its idempotency key, in seconds."
    )
    idempotency_max_entries: int = Field(
        50_000, ge=1, le=1_000_000, description="How many idempotency keys are kept; one takes about 1 kB of memory."
    )
    stop_timeout_seconds: int = Field(
        30, ge=10, le=120, description="The task's stop timeout, in seconds: SIGKILL follows SIGTERM after it."
    )
    drain_delay_seconds: int = Field(
        15,
        ge=0,
        le=60,
        description="How long new requests are still served after SIGTERM, in seconds: until the gateway has "
        "seen in DNS that the task is gone.",
    )

    class Config:
        """Unknown values are faults; nothing changes after the start."""

        extra = Extra.forbid
        allow_mutation = False
        validate_all = True

    @validator("host")
    def _address(cls, value: str) -> str:
        return str(ip_address(value))

    @validator(
        "port",
        "max_body_bytes",
        "webhook_tolerance_seconds",
        "idempotency_ttl_seconds",
        "idempotency_max_entries",
        "stop_timeout_seconds",
        "drain_delay_seconds",
        pre=True,
    )
    def _plain_digits(cls, value: Any) -> Any:
        """Python's `int` also takes `8_000`, ` 8000 ` and digits of other scripts: typing errors, here."""
        if isinstance(value, str) and not (value.isascii() and value.isdigit()):
            raise ValueError("not a whole number")
        return value

    @validator("webhook_keys", pre=True)
    def _source_keys(cls, value: Any) -> Any:
        return read_source_keys(value) if isinstance(value, str) else value

    @validator("webhook_keys")
    def _no_shared_key(cls, value: Tuple[SourceKeys, ...]) -> Tuple[SourceKeys, ...]:
        """With a shared key, a request that one source signed would pass for the other source."""
        keys = [key.get_secret_value() for source in value for key in source.keys]
        if len(keys) != len(set(keys)):
            raise ValueError("a key stands there twice: each source needs keys of its own")
        return value

    @root_validator(skip_on_failure=True)
    def _fit_together(cls, values: Dict[str, Any]) -> Dict[str, Any]:
        if values["idempotency_ttl_seconds"] < 2 * values["webhook_tolerance_seconds"]:
            # A timestamp may lie ahead by the tolerance, so a signature is good for twice that time.
            raise ValueError(
                "API_IDEMPOTENCY_TTL_SECONDS must be at least twice API_WEBHOOK_TOLERANCE_SECONDS: else a signed "
                "request could be replayed after its idempotency key is forgotten"
            )
        if values["drain_delay_seconds"] > values["stop_timeout_seconds"] - 5:
            raise ValueError(
                "API_DRAIN_DELAY_SECONDS must be at least 5 below API_STOP_TIMEOUT_SECONDS: requests in flight need "
                "time to finish before SIGKILL"
            )
        return values
