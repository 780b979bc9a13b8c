"""No file over 500 lines, no function over 50: what does not fit in the head is split."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from tools.sources import parsed, python_files, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LINES = 500
FUNCTION_LINES = 50


def main() -> int:
    problems = [problem for path in python_files() for problem in problems_of(path)]
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def problems_of(path: Path) -> Iterator[str]:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > FILE_LINES:
        yield f"{shown(path)}: {lines} lines; at most {FILE_LINES}: split it by concept"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield (
                    f"{shown(path)}:{node.lineno}: {node.name} has {length} lines; "
                    f"at most {FUNCTION_LINES}"
                )


if __name__ == "__main__":
    sys.exit(main())
