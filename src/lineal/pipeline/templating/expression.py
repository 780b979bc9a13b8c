r"""The language between ``${`` and ``}``: finding expressions in text and taking them apart.

An expression is ``word``, then any number of ``.word`` or ``[word]``; a word is any text
without ``.``, ``[`` and ``]``. A backslash before ``${`` makes it literal. What the words
refer to is decided in `context`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lineal.base.errors import TemplateError

#: Text without this is never touched, which lets plain stages skip templating altogether.
MARKER = "${"
ESCAPED = r"\${"

_EXPRESSION = re.compile(r"(?<!\\)\$\{(.*?)\}")
# Blanks after ']' are skipped; elsewhere they belong to the word, and are stripped from it later.
_GRAMMAR = re.compile(r"[^.\[\]]+(?:\.[^.\[\]]+|\[[^.\[\]]+\][ \t\r\n]*)*")


def find_expressions(text: str) -> list[re.Match[str]]:
    return list(_EXPRESSION.finditer(text)) if MARKER in text else []


def is_interpolated(value: object) -> bool:
    return isinstance(value, str) and bool(find_expressions(value))


def sole_expression(text: str) -> str | None:
    """What is inside, when the whole text is one expression; its value then keeps its type."""
    match = _EXPRESSION.match(text)
    return match[1] if match and match.end() == len(text) else None


@lru_cache(maxsize=1024)  # a template is parsed once, not once for each of its stages
def parse_expression(inner: str) -> tuple[str, ...]:
    """The words of an expression, outermost first."""
    match = _GRAMMAR.match(inner)
    parsed = match.end() if match else 0
    if parsed < len(inner) or not inner:
        raise _syntax_error(inner, parsed)
    flat = inner.replace("[", ".").replace("]", "")
    return tuple(word.strip() for word in flat.split("."))


def _syntax_error(inner: str, parsed: int) -> TemplateError:
    offset, problem = _first_problem(inner, parsed)
    caret = " " * (len(MARKER) + offset) + "^"
    return TemplateError(
        f"{problem}\n  ${{{inner}}}\n  {caret}",
        hint="an expression looks like ${name}, ${outer.inner} or ${list[0]}; "
        r"write \${ for a literal ${",
    )


def _first_problem(inner: str, parsed: int) -> tuple[int, str]:
    """Where the rule was broken: `parsed` characters are well-formed, the next one is not."""
    rest = inner[parsed:]
    if not rest:
        return parsed, "the expression is empty"
    if rest[0] not in ".[" or parsed == 0:
        return parsed, f"unexpected {rest[0]!r} in an expression"
    word = re.match(r"[^.\[\]]*", rest[1:])
    after = parsed + 1 + (word.end() if word else 0)
    if after == parsed + 1:
        return after, f"expected a name after {rest[0]!r}"
    return after, "expected ']'"
