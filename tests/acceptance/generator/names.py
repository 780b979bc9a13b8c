"""Names that have broken tools before: shells, YAML, gitignore patterns, templating, JSON."""

from __future__ import annotations

from hypothesis import strategies as st

PLAIN = ("alpha", "beta.txt", "gamma.csv", "delta", "x")
HOSTILE = (
    "with space",
    " lead",
    "trail ",
    "quo'te",
    'double"quote',
    "#hash",
    "!bang",
    "st*r",
    "que?",
    "[x]",
    "-dash",
    "é中😀",
    "e\u0301",
    "~tilde",
    "&and",
    "$HOME",
    "back\\slash",
    "%percent",
    "{brace}",
    "key: value",
    "yes",
    "1.0",
    "null",
    "~",
    "a,b",
    "semi;colon",
    ".hidden",
    "@at",
    "`tick`",
    "x" * 90,
    "many words in a name that is longer than one line of eighty columns of yaml text",
)


def names() -> st.SearchStrategy[str]:
    """Mostly plain, so that the pipeline stays interesting; hostile one time in three."""
    plain = st.sampled_from(PLAIN)
    return st.one_of(plain, plain, st.sampled_from(HOSTILE))


def contents() -> st.SearchStrategy[bytes]:
    """Empty, text with either line end, JSON, bytes; small, because content is not the point."""
    return st.one_of(
        st.sampled_from([b"", b"one\n", b"crlf\r\nline\r\n", b'{"a": 1}', b"\x00\xff\xfe"]),
        st.binary(max_size=24),
    )
