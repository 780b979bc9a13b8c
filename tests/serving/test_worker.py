"""What a worker is told beside its argument."""

from __future__ import annotations

import os

import pytest

from lineal.base.errors import ConfigError
from lineal.serving.settings import TOKEN_VARIABLE
from lineal.serving.worker import say_started, token_of_environment


@pytest.mark.parametrize(
    ("said", "token"), [(b"s3cret\n", b"s3cret"), (b"\xff\xfe", b"\xff\xfe"), (b"", None)]
)
def test_a_token_is_its_bytes(
    monkeypatch: pytest.MonkeyPatch, said: bytes, token: bytes | None
) -> None:
    """Secrets come from files, with the end of a line; and need not be UTF-8."""
    monkeypatch.setitem(os.environb, TOKEN_VARIABLE.encode(), said)
    assert token_of_environment() == token


def test_a_blank_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could send it, and it is a mistake."""
    monkeypatch.setenv(TOKEN_VARIABLE, " \n")
    with pytest.raises(ConfigError, match="LINEAL_SERVE_TOKEN is blank"):
        token_of_environment()


def test_a_parent_that_died_meanwhile_is_no_bug() -> None:
    """No traceback: the worker ends because its lifeline did."""
    heard, said = os.pipe()
    os.close(heard)
    say_started(said)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(said)
