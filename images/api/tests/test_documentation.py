"""docs/api.md against the code."""

import re
from pathlib import Path

import pytest
from secure_api.server import drain, protocol, run
from secure_api.settings.load import PREFIX, default_text, rule
from secure_api.settings.model import Settings
from secure_api.settings.webhook_keys import MAX_KEYS, MIN_KEY_BYTES
from secure_api.web.body_limit import BODY_SECONDS
from secure_api.webhooks.signature import MAX_SIGNATURES

ROOT = Path(__file__).parent.parent
TEXT = (ROOT.parents[1] / "docs" / "api.md").read_text()


def test_the_table_of_settings_is_the_model() -> None:
    rows = re.findall(r"^\| `(API_[A-Z_]+)` \| (.*?) \| (.*?) \| (.*) \|$", TEXT, re.MULTILINE)
    assert rows == [
        (
            PREFIX + name.upper(),
            f"`{default_text(field)}`" if default_text(field) else "none",
            rule(field),
            field.field_info.description,
        )
        for name, field in Settings.__fields__.items()
    ]


def test_every_kind_of_problem_is_documented() -> None:
    source = "".join(path.read_text() for path in (ROOT / "secure_api").rglob("*.py"))
    kinds = set(re.findall(r'Problem\(\s*\d{3}, "([a-z-]+)"', source))
    assert len(kinds) == 10
    assert kinds == set(re.findall(r"\| \d{3} `([a-z-]+)`", TEXT))


@pytest.mark.parametrize(
    "sentence",
    [
        f"{run.KEEP_ALIVE_SECONDS} s, above the gateway's 30 s",
        f"{protocol.MAX_HEAD_BYTES // 1024} KiB at most",
        f"at the latest {drain.MARGIN_SECONDS} s before",
        f"complete within {BODY_SECONDS:.0f} s",
        f"the first {MAX_SIGNATURES} signatures",
        f"at least {MIN_KEY_BYTES} bytes",
        f"at most {MAX_KEYS} keys",
    ],
)
def test_the_figures_are_those_of_the_code(sentence: str) -> None:
    assert sentence in TEXT
