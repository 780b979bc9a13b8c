"""``pathspec`` judges single patterns, DVC whole projects."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from lineal.storage.patterns import compile_rule, rebase, translate

TEXT = st.text(alphabet="ab/*?!#. [\\]é-", min_size=1, max_size=8)


@settings(max_examples=500, deadline=None)
@given(pattern=TEXT)
def test_a_pattern_translates_as_in_pathspec(pattern: str) -> None:
    """The plain patterns we translate ourselves give the very same expression."""
    try:
        expression, excludes = GitIgnoreSpecPattern.pattern_to_regex(pattern)
    except ValueError:
        return
    expected = None if expression is None else (expression.replace("(?P<ps_d>/)", "/"), excludes)
    assert expected == translate(pattern)


def test_a_pattern_of_a_subdirectory_is_moved_to_the_root() -> None:
    """Anchored patterns stay anchored; others still match at every depth below."""
    moved = [rebase(pattern, "sub") for pattern in ("/a", "a", "!a/b", "**/c", "d/")]
    assert moved == ["sub/a", "sub/**/a", "!/sub/a/b", "sub/**/c", "sub/**/d/"]


def test_comments_make_no_rule() -> None:
    """A rule is made only of what can match."""
    assert [compile_rule(text, "") for text in ("#x", "/", " ")] == [None, None, None]
