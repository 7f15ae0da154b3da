"""Reads the settings from the environment and words what is wrong with them."""

import difflib
from typing import Any, Dict, List, Mapping, MutableMapping

from pydantic import ValidationError
from pydantic.fields import ModelField

from secure_api.settings.model import Settings

PREFIX = "API_"

_VARIABLES: Dict[str, ModelField] = {PREFIX + name.upper(): field for name, field in Settings.__fields__.items()}


class InvalidSettings(Exception):
    """The environment does not fit; `faults` holds one sentence for each thing that is wrong."""

    def __init__(self, faults: List[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_settings(environment: MutableMapping[str, str]) -> Settings:
    """The settings, all validated, or `InvalidSettings` with every fault.

    Secrets leave `environment`, so that nothing started or dumped later can carry them along.
    """
    faults = _unknown_variables(environment)
    values = {field.name: environment[name] for name, field in _VARIABLES.items() if name in environment}
    for name, field in _VARIABLES.items():
        if field.field_info.extra.get("secret"):
            environment.pop(name, None)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise InvalidSettings(faults + [_sentence(fault, values) for fault in error.errors()]) from None
    if faults:
        raise InvalidSettings(faults)
    return settings


def rule(field: ModelField) -> str:
    """What a field accepts, in words; also printed by the documentation's test."""
    info = field.field_info
    return str(info.extra.get("rule") or f"a whole number from {info.ge} to {info.le}")


def default_text(field: ModelField) -> str:
    """A field's default as it would stand in the environment; empty when there is none."""
    value: Any = field.default
    return "" if value == () else str(getattr(value, "value", value))


def _sentence(fault: Any, values: Mapping[str, str]) -> str:
    field_name, *position = fault["loc"]
    if field_name == "__root__":
        return str(fault["msg"])
    field = Settings.__fields__[field_name]
    name, extra = PREFIX + field_name.upper(), field.field_info.extra
    example = extra.get("example") or default_text(field)
    if extra.get("secret"):
        found = _place(position) + fault["msg"]
    else:
        found = f"{values[field_name][:100]!r} is not accepted"
    return f"{name}: {found}. It takes {rule(field)}. Example: {name}={example}"


def _place(position: List[Any]) -> str:
    """Where in a secret list the fault lies, by number: a name could be a key that stands in the wrong place."""
    numbers = [part + 1 for part in position if isinstance(part, int)]
    words = [f"{noun} {number}" for noun, number in zip(("source", "key"), numbers)]
    return ", ".join(words) + ": " if words else ""


def _unknown_variables(environment: Mapping[str, str]) -> List[str]:
    """A mistyped name would else leave a default in force without a word."""
    faults = []
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in _VARIABLES:
            close = difflib.get_close_matches(name, _VARIABLES, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"Known are {', '.join(_VARIABLES)}."
            faults.append(f"{name}: no such setting. {hint}")
    return faults
