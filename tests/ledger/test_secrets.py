"""What is not to be remembered."""

from __future__ import annotations

import pytest

from lineal.ledger.secrets import masked, masked_command


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("TZ", "Europe/Berlin", "Europe/Berlin"),
        ("API_TOKEN", "x", "***"),
        ("my_secret", "x", "***"),
        ("DB", "postgresql://me:pw@host/db", "postgresql://me:***@host/db"),
        ("PLAIN", "AKIAIOSFODNN7EXAMPLE", "***"),
        ("PLAIN", "wJalrXUtnFEMI7MDENGbPxRfiCYEXAMPLEKEY", "***"),
        ("PYTHONPATH", "/home/me/project/src:/opt/lib", "/home/me/project/src:/opt/lib"),
    ],
)
def test_values_that_look_like_secrets(name: str, value: str, expected: str) -> None:
    """By their name, or by what they are."""
    assert expected == masked(name, value)


def test_words_of_a_command() -> None:
    """The rest is as it was typed."""
    words = ["lineal", "import-url", "https://me:pw@host/x", "--fs-config", "secret=s", "region=eu"]

    assert (
        "lineal import-url https://me:***@host/x --fs-config secret=*** region=eu"
        == masked_command(words)
    )


def test_words_after_an_option_for_secrets() -> None:
    """Programs are told passwords so; an option without a value takes none from the next."""
    words = ["train.py", "--api-key", "abc", "--password=abc", "--no-auth", "--lr", "0.1", "key"]

    assert "train.py --api-key *** --password=*** --no-auth --lr 0.1 key" == masked_command(words)
