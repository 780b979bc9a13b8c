"""URLs: what they say, and what of it people get to see."""

from __future__ import annotations

import pytest

from lineal.storage.remotes.address import (
    Address,
    checked_key,
    is_url,
    joined,
    parse_address,
    without_secrets,
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/data/remote", Address("", "/data/remote")),
        ("s3://bucket/a/b?c#d", Address("s3", "a/b?c#d", "bucket")),
        ("gs://bucket", Address("gs", "", "bucket")),
        ("ssh://ada@host:2222/srv/x", Address("ssh", "/srv/x", "host", 2222, "ada")),
        (
            "https://a%40b:p%3Aw@host/x?sig=1",
            Address("https", "/x", "host", None, "a@b", "p:w", "sig=1"),
        ),
        ("HTTP://[::1]:8080/x", Address("http", "/x", "[::1]", 8080)),
        ("file:///tmp/a%20b", Address("", "/tmp/a b")),  # noqa: S108  no file is opened
    ],
)
def test_a_url_is_taken_apart(url: str, expected: Address) -> None:
    """A bucket's keys may have any characters; a web server's URL has a query."""
    assert expected == parse_address(url)


@pytest.mark.parametrize("url", ["s3://", "http:///x", "ssh://host:port/x"])
def test_a_url_without_a_place_is_refused(url: str) -> None:
    """With what is missing."""
    with pytest.raises(ValueError, match=r"no host or bucket|not a host and a port"):
        parse_address(url)


@pytest.mark.parametrize(
    ("url", "shown", "listed"),
    [
        ("https://u:p@h:1/x?sig=s", "https://h:1/x", "https://u@h:1/x"),
        ("ssh://u:p@h/x", "ssh://h/x", "ssh://u@h/x"),
        ("s3://b/x", "s3://b/x", "s3://b/x"),
        ("/d", "/d", "/d"),
    ],
)
def test_no_secret_of_a_url_is_shown(url: str, shown: str, listed: str) -> None:
    """Neither in messages, nor in a repr, nor in a list of remotes."""
    address = parse_address(url)

    assert (shown, f"Address({shown!r})", listed) == (
        address.shown,
        repr(address),
        without_secrets(url),
    )


@pytest.mark.parametrize("key", ["../x", "a/../b", "/x", "a\0b"])
def test_a_key_stays_below_its_remote(key: str) -> None:
    """Before anybody is asked."""
    with pytest.raises(ValueError, match="not a key below the remote"):
        checked_key(key)


def test_an_address_below_another() -> None:
    """With one slash between."""
    below = [joined(parse_address(url), "x/").path for url in ("s3://b", "s3://b/a/", "/d")]

    assert ["x", "a/x", "/d/x"] == below


def test_a_path_is_no_url() -> None:
    """Also one with a colon."""
    assert [True, True, False, False] == [
        is_url(text) for text in ("s3://b", "remote://x/y", "C:/x", "a:b")
    ]
