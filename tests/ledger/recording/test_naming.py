"""Paths as facts have them."""

from __future__ import annotations

import pytest

from lineal.ledger.recording.naming import below


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/p/data/a", "data/a"),
        ("/elsewhere/a", "../elsewhere/a"),
        ("s3://bucket/a", "s3://bucket/a"),
        ("https://me:hunter2@host/a", "https://host/a"),
        ("ssh://me:hunter2@host/a", "ssh://me:***@host/a"),
    ],
)
def test_paths_are_from_the_root_and_urls_hold_no_login(path: str, named: str) -> None:
    """As in what the lock says: reasons and uses name the same thing in one way."""
    assert named == below("/p", path)
