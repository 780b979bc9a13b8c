"""What must not be remembered: passwords, keys and tokens, wherever they turn up. Pure."""

from __future__ import annotations

import re

_NAME = re.compile("TOKEN|KEY|SECRET|PASSW|CREDENTIAL|AUTH", re.IGNORECASE)
#: What begins as the keys of well-known services do, or is a long word nobody has thought of.
_VALUE = re.compile(
    r"\b(AKIA|ASIA|ghp_|gho_|github_pat_|glpat-|sk-|xox[a-z]-)[A-Za-z0-9]|"
    r"\b(?=[A-Za-z0-9+=_-]*[0-9])(?=[A-Za-z0-9+=_-]*[A-Z])(?=[A-Za-z0-9+=_-]*[a-z])"
    r"[A-Za-z0-9+=_-]{32,}"
)
_IN_URL = re.compile(r"(://[^/\s:@]*):[^/\s@]+@")
# A name alone may be a token there.
_WEB_LOGIN = re.compile(r"^(https?://)[^/\s@]*@")
_MASKED = "***"


def masked(name: str, value: str) -> str:
    """The value of a variable or option, if it may be told."""
    if _NAME.search(name) or _VALUE.search(value):
        return _MASKED
    return without_password(value)


def without_password(url: str) -> str:
    return _IN_URL.sub(rf"\1:{_MASKED}@", url) if "@" in url else url


def without_login(url: str) -> str:
    """A place on the web without who asks for it; others without a password."""
    return without_password(_WEB_LOGIN.sub(r"\1", url)) if "@" in url else url


def masked_command(words: list[str]) -> str:
    return " ".join(masked_words(words))


def masked_words(words: list[str]) -> list[str]:
    """Of a command line: ``NAME=VALUE``, what follows ``--password``, and URLs may be secret."""
    options = ["", *words]
    return [
        _MASKED if _wants_secret(option, word) else _masked_word(word)
        for option, word in zip(options, words, strict=False)
    ]


def _wants_secret(option: str, word: str) -> bool:
    is_named = option.startswith("--") and "=" not in option and _NAME.search(option)
    return bool(is_named) and not word.startswith("-")


def _masked_word(word: str) -> str:
    name, equals, value = word.partition("=")
    return f"{name}={masked(name, value)}" if equals else without_password(word)
