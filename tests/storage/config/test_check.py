"""What is accepted and what is not, without any file."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.storage.config.check import problems_of


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"core": "x"}, "expected a section"),
        ({"cache": {"shared": "all"}}, "expected one of group"),
        ({"cache": {"type": "hardlinc"}}, "unknown link type 'hardlinc'"),
        ({"cache": {"dir": ["a", "b"]}}, "quote a value that has commas"),
        ({"hydra": {"config_dir": "a", "config_module": "b"}}, "not both"),
        ({"remote": {"a": {}}}, "a remote needs a url"),
        ({"remote": {"a": {"url": "s4://b/c"}}}, "unknown kind of remote s4://"),
        ({"remote": {"a": {"url": "/x", "region": "eu"}}}, "unknown setting"),
        ({"remote": {"a": {"url": "http://x/y", "read_timeout": "-1"}}}, "a number from 0"),
        ({"machine": {"a": {"cloud": "gcp"}}}, "expected one of aws, azure"),
    ],
)
def test_a_problem_is_said_in_words(raw: dict[str, Any], message: str) -> None:
    """One problem, one message."""
    (problem,) = problems_of(raw)

    assert message in problem.message


@pytest.mark.parametrize(
    "raw",
    [
        {"feature": {"anything": "goes"}},
        {"cache": {"protected": "true", "local": "old"}},
        {"remote": {"a": {"url": "remote://other/sub", "whatever": "1"}}},
        {"remote": {"a": {"url": "s3://b", "ssl_verify": "/cert.pem", "read_timeout": "5"}}},
        {"remote": {"a": {"url": "../relative", "shared": "GROUP", "jobs": "4"}}},
        {"db": {"a": {"url": "sqlite://"}}},
        {"exp": {"auto_push": "true"}, "studio": {"offline": "False"}},
    ],
)
def test_what_dvc_accepts_is_accepted(raw: dict[str, Any]) -> None:
    """Also what only DVC uses, and what is obsolete."""
    assert [] == problems_of(raw)
