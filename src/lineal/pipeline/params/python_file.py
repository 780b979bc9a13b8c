"""Parameters kept in a Python file, read without running it.

What counts: assignments of literals at the top level, in classes (nested under the name of
the class), and to ``self`` in ``__init__``. Anything computed is skipped silently, because
such a file usually is a part of the program and holds much besides parameters.
"""

from __future__ import annotations

import ast
import warnings
from typing import Any


def parse_python_params(text: str) -> dict[str, Any]:
    """Raises SyntaxError, whose position the caller knows how to show."""
    try:
        with warnings.catch_warnings():
            # Doubtful escapes are between the author and Python, which tells when it runs.
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        return _collected(tree.body, of_self=False)
    except (ValueError, RecursionError) as exc:  # neither tells a position
        raise SyntaxError(str(exc)) from exc


def _collected(body: list[ast.stmt], *, of_self: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for statement in body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            found.update(_assigned(statement, of_self=of_self))
        elif isinstance(statement, ast.ClassDef):
            found[statement.name] = _collected(statement.body, of_self=False)
        elif isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
            found.update(_collected(statement.body, of_self=True))
    return found


def _assigned(statement: ast.Assign | ast.AnnAssign, *, of_self: bool) -> dict[str, Any]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    name = _name(targets[0], of_self=of_self) if len(targets) == 1 else None
    if name is None or statement.value is None:
        return {}
    try:
        return {name: ast.literal_eval(statement.value)}
    except ValueError:
        return {}
    except TypeError as exc:
        place = (None, statement.lineno, statement.col_offset + 1, None)
        raise SyntaxError(f"'{name}' is no possible value: {exc}", place) from exc


def _name(target: ast.expr, *, of_self: bool) -> str | None:
    """``name`` outside of ``__init__``; ``self.name`` anywhere, as DVC takes it too."""
    if isinstance(target, ast.Name) and not of_self:
        return target.id
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return target.attr if target.value.id == "self" else None
    return None
