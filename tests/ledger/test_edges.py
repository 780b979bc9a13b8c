"""From lock entries to what was used and made."""

from __future__ import annotations

import pytest

from lineal.ledger.edges import from_root, uses_of

MD5 = "d41d8cd98f00b204e9800998ecf8427e"


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("data/a.csv", "sub/data/a.csv"),
        ("../a.csv", "a.csv"),
        ("/mnt/a.csv", "/mnt/a.csv"),
        ("s3://bucket/a.csv", "s3://bucket/a.csv"),
        ("https://ann:secret@host/a.csv", "https://host/a.csv"),
        ("https://ghp_0123@host/a.csv", "https://host/a.csv"),
        ("ssh://ann:secret@host/a.csv", "ssh://ann:***@host/a.csv"),
        ("abfs://container@account/a.csv", "abfs://container@account/a.csv"),
    ],
)
def test_paths_are_from_the_root_and_urls_hold_no_login(spelled: str, expected: str) -> None:
    """Of a stage in a directory."""
    assert from_root("sub", spelled) == expected


def test_data_of_another_project_is_called_by_its_url_without_a_login() -> None:
    """And known by the commit it was at."""
    dep = {
        "path": "data.csv",
        "repo": {"url": "https://ann:secret@host/repo.git", "rev_lock": "f00"},
    }
    assert uses_of({"deps": [dep]}, ".") == [
        {"path": "https://host/repo.git/data.csv", "oid": "f00"}
    ]
