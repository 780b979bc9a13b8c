"""Modules that ARCHITECTURE.md calls pure do no I/O and read no clock.

At run time such a module may import only what computes: no I/O module of the
standard library, and of our own modules only pure ones. Types may come from anywhere.
"""

from __future__ import annotations

import ast
import re
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from tools.sources import ROOT, parsed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# `os.path` computes; except for these few, which look at the disk.
LOOKING = {"exists", "isdir", "isfile", "islink", "ismount", "lexists", "getsize", "getmtime"}
LOOKING |= {"realpath", "samefile", "expanduser"}
IO_MODULES = {
    *("asyncio", "builtins", "concurrent", "fcntl", "glob", "http", "io", "logging", "mmap"),
    *("multiprocessing", "os", "pathlib", "pickle", "random", "secrets", "select", "shutil"),
    *("signal", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time"),
    *("urllib", "uuid"),
}
IO_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__"}
CLOCKS = {"now", "utcnow", "today"}


class Module(NamedTuple):
    name: str
    path: Path


def main() -> int:
    patterns = pure_patterns((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    modules = list(_modules())
    pure = {module.name for module in modules if is_pure(module.name, patterns)}
    problems = [f"ARCHITECTURE.md: no module matches {one!r}" for one in _unused(patterns, modules)]
    for module in modules:
        if module.name in pure:
            problems += impurities(module, pure)
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def pure_patterns(architecture: str) -> list[str]:
    """The indented list under the heading, one pattern a line."""
    _, _, section = architecture.partition("## Pure modules")
    return re.findall(r"^- `(lineal[\w.*]*)`", section.partition("\n## ")[0], re.MULTILINE)


def is_pure(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def impurities(module: Module, pure: set[str]) -> Iterator[str]:
    for node in _run_time_nodes(parsed(module.path)):
        for what in _impure(node, pure):
            line = getattr(node, "lineno", 0)
            yield f"{shown(module.path)}:{line}: {what}, in a module called pure"


def _modules() -> Iterator[Module]:
    source = ROOT / "src"
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        yield Module(".".join(parts).removesuffix(".__init__"), path)


def _unused(patterns: list[str], modules: list[Module]) -> list[str]:
    return [one for one in patterns if not any(fnmatchcase(m.name, one) for m in modules)]


def _run_time_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All but what stands under ``if TYPE_CHECKING``."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from _run_time_nodes(node)


def _impure(node: ast.AST, pure: set[str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield from _impure_import(alias.name, None, pure)
        case ast.ImportFrom(module=str(module), names=names):
            for alias in names:
                yield from _impure_import(module, alias.name, pure)
        case ast.Call(func=ast.Name(id=name)) if name in IO_CALLS:
            yield f"{name}()"
        case ast.Attribute(value=ast.Attribute(attr="path"), attr=name) if name in LOOKING:
            yield f"os.path.{name}"
        case ast.Call(func=ast.Attribute(attr=name, value=ast.Name(id="datetime" | "date"))) if (
            name in CLOCKS
        ):
            yield f"datetime.{name}()"
        case _:
            pass


def _impure_import(module: str, name: str | None, pure: set[str]) -> Iterator[str]:
    full = f"{module}.{name}" if name else module
    if module == "os.path" or full == "os.path" or full in {"os.fspath", "os.fsencode"}:
        if name in LOOKING:
            yield f"imports os.path.{name}"
    elif module.partition(".")[0] in IO_MODULES:
        yield f"imports {full}"
    elif module.startswith("lineal") and module not in pure and full not in pure:
        yield f"imports {full}, which is not pure"


if __name__ == "__main__":
    sys.exit(main())
