"""``.dvcignore`` patterns as regular expressions, and moved to a parent directory.

Pure. Matching follows the ``pathspec`` package, because that is what DVC asks; the
common plain patterns are translated here so that the package is not imported for them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# A bracket, an escape or a double star has corner cases that belong to pathspec.
_INTRICATE: Final = re.compile(r"[\[\\]|\*\*")
_BELOW: Final = "/"
_SELF_OR_BELOW: Final = "(?:/|$)"
_DIRECTORY_MARK: Final = "(?P<ps_d>/)"


class Rule(NamedTuple):
    """One compiled line: what it matches, and whether it excludes or re-includes."""

    source: str
    pattern: str
    excludes: bool
    directories_only: bool
    regex: re.Pattern[str]


def compile_rule(pattern: str, source: str) -> Rule | None:
    """Compile one line; None for comments, blanks and what Git discards as malformed."""
    translated = translate(pattern)
    if translated is None:
        return None
    expression, excludes = translated
    return Rule(source, pattern, excludes, pattern.endswith("/"), re.compile(expression))


def translate(pattern: str) -> tuple[str, bool] | None:
    """Return the regular expression and whether a match excludes."""
    stripped = pattern.rstrip()
    if _INTRICATE.search(stripped):
        return _translate_intricate(pattern)
    if not stripped or stripped.startswith("#") or stripped == "/":
        return None
    excludes = not stripped.startswith("!")
    body = stripped if excludes else stripped[1:]
    if not body.strip("/*"):
        return _translate_intricate(pattern)
    return _translate_plain(body), excludes


def rebase(pattern: str, below: str) -> str:
    """Rewrite a pattern of directory ``below`` to mean the same one level up at the root."""
    rule = pattern.strip()
    if rule.startswith("#"):
        return rule
    negation = "!" if rule.startswith("!") else ""
    rule = rule[len(negation) :]
    if "/" in rule[:-1] and not rule.startswith("**/"):
        depth, rule = "/", rule.removeprefix("/")
    else:
        depth, rule = "/**/", rule.removeprefix("**/")
    rule = rule.removeprefix("\\")
    return f"{negation}/{below}{depth}{rule}" if negation else f"{below}{depth}{rule}"


def _translate_plain(body: str) -> str:
    tail = _BELOW if body.endswith("/") else _SELF_OR_BELOW
    anchored = "/" in body[:-1]
    segments = body.removeprefix("/").removesuffix("/").split("/")
    head = "^" if anchored else "^(?:.+/)?"
    return head + "/".join(map(_translate_segment, segments)) + tail


def _translate_segment(segment: str) -> str:
    if segment == "*":
        return "[^/]+"
    return re.escape(segment).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")


def _translate_intricate(pattern: str) -> tuple[str, bool] | None:
    # deferred: costs 20 ms, and few projects have such patterns
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    expression, excludes = GitIgnoreSpecPattern.pattern_to_regex(pattern)
    if expression is None or excludes is None:
        return None
    return expression.replace(_DIRECTORY_MARK, _BELOW), excludes
