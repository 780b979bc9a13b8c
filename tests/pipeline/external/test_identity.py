"""What is recorded of a URL, in DVC's terms."""

from __future__ import annotations

import base64

from lineal.pipeline.external.identity import (
    Member,
    directory_seen,
    file_seen,
    md5_promised,
    recorded_oid,
    token_of,
    token_of_headers,
)
from lineal.storage.remotes.port import Info

MEMBERS = [Member("y", "c81e72", 2, "v2"), Member("x", "c4ca42", 1, "v1")]


def test_a_file_is_its_identity_then_its_size_then_its_version() -> None:
    """The order of keys is part of what DVC writes."""
    seen = file_seen("etag", "abc", 3, "v1")
    assert list(seen.raw.items()) == [("etag", "abc"), ("size", 3), ("version_id", "v1")]


def test_a_file_of_unknown_size_records_none() -> None:
    """Some web servers do not say it."""
    assert dict(file_seen("checksum", "abc", None).raw) == {"checksum": "abc"}


def test_a_directory_is_the_md5_of_its_list() -> None:
    """As real DVC recorded a prefix with these two objects."""
    members = [
        Member("x.txt", "9dd4e461268c8034f5c8564e155c67a6", 1),
        Member("sub/y.txt", "2fb1c5cf58867b5bbc9a1b145a86f3a0", 2),
    ]
    expected = {"md5": "ed8279454f20a048deaceec3f5637d7c.dir", "size": 3, "nfiles": 2}
    assert expected == dict(directory_seen("etag", members).raw)


def test_a_directory_with_versions_lists_its_files() -> None:
    """And nothing else: neither an MD5 nor a size."""
    raw = directory_seen("etag", MEMBERS, versioned=True).raw
    assert list(raw) == ["files"]
    assert [
        {"relpath": "x", "etag": "c4ca42", "size": 1, "version_id": "v1"},
        {"relpath": "y", "etag": "c81e72", "size": 2, "version_id": "v2"},
    ] == raw["files"]


def test_what_was_recorded_with_and_without_versions_compares_equal() -> None:
    """The list of files says the same as the MD5 of it."""
    plain = directory_seen("etag", MEMBERS)
    listed = directory_seen("etag", MEMBERS, versioned=True)
    assert plain.oid == recorded_oid(plain.raw) == recorded_oid(listed.raw)


def test_nothing_recorded_is_nothing_to_compare_with() -> None:
    """As after ``--no-exec``."""
    assert recorded_oid({"hash": "md5"}) is None


def test_azure_keeps_the_quotes_of_its_header() -> None:
    """DVC puts them there where the library took them off."""
    assert token_of("azure", Info("k", 1, "0x8D")) == '"0x8D"'


def test_google_s_etag_is_the_generation_and_that_of_the_metadata() -> None:
    """``CJbGw8OMq4IDEAE=`` in hexadecimal, which is how DVC records it."""
    info = Info("k", 1, "of another interface", version_id="1699126784877334")
    message = base64.b64decode("CJbGw8OMq4IDEAE=")
    assert message.hex() == token_of("gs", info)


def test_a_web_server_s_etag_is_recorded_with_its_quotes() -> None:
    """A weak one, too."""
    assert token_of_headers("u", "u", 1, {"ETag": 'W/"a"'}) == 'W/"a"'


def test_a_content_md5_does_where_there_is_no_etag() -> None:
    """As in DVC."""
    assert token_of_headers("u", "u", 1, {"Content-MD5": "abc="}) == "abc="


def test_a_server_that_names_nothing_is_known_by_all_it_says() -> None:
    """Other words, another identity."""
    early = token_of_headers("u", "u", 1, {"Last-Modified": "Sat, 21 Nov 2026 06:00:00 GMT"})
    late = token_of_headers("u", "u", 1, {"Last-Modified": "Sun, 22 Nov 2026 06:00:00 GMT"})
    assert early.isdigit()
    assert early != late


def test_an_etag_of_s3_promises_an_md5_unless_it_was_sent_in_parts() -> None:
    """Parts make an ETag with a dash."""
    tag = "9dd4e461268c8034f5c8564e155c67a6"
    assert md5_promised("s3", Info("k", 1, tag)) == tag
    assert md5_promised("s3", Info("k", 1, f"{tag}-2")) is None
    assert md5_promised("azure", Info("k", 1, tag)) is None
