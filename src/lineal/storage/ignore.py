"""What ``.dvcignore`` hides, with DVC's meaning.

Reads the pattern files; the language itself is in ``storage.patterns``. Git's own
ignore files are ``storage.gitrules``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lineal.base.errors import DataError
from lineal.storage.files import WORKSPACE
from lineal.storage.patterns import Rule, compile_rule, rebase

if TYPE_CHECKING:
    from lineal.storage.files import Files

IGNORE_FILE: Final = ".dvcignore"
_PROJECT_MARK: Final = ".dvc"
# DVC has the first four. Ours is added because an index that is hashed changes itself.
_BUILT_IN: Final = (".hg/", ".git/", ".git", ".dvc/", "/.lineal/")
_HIDDEN_DIRS: Final = frozenset((".hg", ".git", ".dvc"))
_HIDDEN_FILES: Final = frozenset((".git",))
_OWN_DIR: Final = ".lineal"

_Rules = tuple[Rule, ...]


class IgnoreRules:
    """The rules of one project, read as directories are asked about."""

    __slots__ = ("_files", "_hidden", "_nested", "_rules", "root")

    def __init__(self, root: str, files: Files = WORKSPACE) -> None:
        self.root = root
        self._files = files
        # Rules that hold in a directory, all relative to the root. Built-ins are left
        # out: they are names, and comparing names needs no regular expression.
        self._rules: dict[str, _Rules] = {}
        self._hidden: dict[str, bool] = {}
        self._nested: dict[str, bool] = {}

    def is_default(self, directory: str) -> bool:
        """Say whether only the built-in names can be hidden in ``directory``."""
        below = self._relative(directory)
        if below is None:
            return True
        return not self._rules_in(below) and not self._is_hidden_directory(below)

    def is_ignored(self, path: str, *, is_dir: bool, nested_projects: bool = True) -> bool:
        """Judge one path; ``nested_projects`` also hides what is inside another project."""
        below = self._relative(path)
        if not below:
            return False
        parent, _, name = below.rpartition("/")
        if self._is_hidden_directory(parent, nested_projects=nested_projects):
            return True
        if nested_projects and is_dir and self._is_nested_project(below):
            return True
        return self._hides(parent, name, is_dir=is_dir)

    def filter_names(
        self, directory: str, dirnames: list[str], filenames: list[str]
    ) -> tuple[list[str], list[str]]:
        """Keep the entries of one directory that are not ignored."""
        below = self._relative(directory)
        if below is None:
            return dirnames, filenames
        if self._is_hidden_directory(below):
            return [], []
        prefix = f"{below}/" if below else ""
        dirs = [
            name
            for name in dirnames
            if not self._hides(below, name, is_dir=True)
            and not self._is_nested_project(prefix + name)
        ]
        return dirs, [name for name in filenames if not self._hides(below, name, is_dir=False)]

    def explain(self, path: str) -> str | None:
        """Return where the pattern that hides ``path`` is written, as DVC prints it."""
        below = self._relative(path)
        if not below:
            return None
        parts = below.split("/")
        for count in range(1, len(parts) + 1):
            here = "/".join(parts[:count])
            is_dir = count < len(parts) or self._files.is_dir(path)
            if is_dir and self._is_nested_project(here):
                return f"in sub_repo:{parts[count - 1]}"
            rules = (*_built_in_rules(), *self._rules_in("/".join(parts[: len(parts) - 1])))
            rule = _deciding_rule(rules, here, is_dir=is_dir)
            if rule is not None and rule.excludes:
                return rule.source or f":{rule.pattern}"
        return None

    def _relative(self, path: str) -> str | None:
        if path == self.root:
            return ""
        prefix = self.root if self.root.endswith("/") else f"{self.root}/"
        return path[len(prefix) :] if path.startswith(prefix) else None

    def _hides(self, parent: str, name: str, *, is_dir: bool) -> bool:
        rules = self._rules_in(parent)
        if rules:
            here = f"{parent}/{name}" if parent else name
            rule = _deciding_rule(rules, here, is_dir=is_dir)
            if rule is not None:
                return rule.excludes
        if is_dir:
            return name in _HIDDEN_DIRS or (name == _OWN_DIR and not parent)
        return name in _HIDDEN_FILES

    def _is_hidden_directory(self, below: str, *, nested_projects: bool = True) -> bool:
        """Judge a directory with all its parents: below an ignored one nothing is seen."""
        if not below:
            return False
        key = below if nested_projects else f"{below}/"
        known = self._hidden.get(key)
        if known is None:
            parent, _, name = below.rpartition("/")
            known = (
                self._is_hidden_directory(parent, nested_projects=nested_projects)
                or (nested_projects and self._is_nested_project(below))
                or self._hides(parent, name, is_dir=True)
            )
            self._hidden[key] = known
        return known

    def _is_nested_project(self, below: str) -> bool:
        known = self._nested.get(below)
        if known is None:
            known = self._files.exists(f"{self.root}/{below}/{_PROJECT_MARK}")
            self._nested[below] = known
        return known

    def _rules_in(self, below: str) -> _Rules:
        known = self._rules.get(below)
        if known is None:
            inherited: _Rules = ()
            if below:
                inherited = self._rules_in(below.rpartition("/")[0])
            known = inherited + self._read_rules(below, inherited)
            self._rules[below] = known
        return known

    def _read_rules(self, below: str, inherited: _Rules) -> _Rules:
        name = f"{below}/{IGNORE_FILE}" if below else IGNORE_FILE
        lines = _read_lines(self._files, f"{self.root}/{name}")
        if not lines or _is_excluded(inherited, name):
            return ()
        rules = [
            _compile(rebase(line, below) if below else line, f"{name}:{number}:{line}")
            for number, line in lines
        ]
        return tuple(rule for rule in rules if rule is not None)


def _compile(pattern: str, source: str) -> Rule | None:
    try:
        return compile_rule(pattern, source)
    except ValueError as exc:
        raise DataError(
            f"malformed pattern: {source}", hint="see `git help ignore` for the syntax"
        ) from exc


def _read_lines(files: Files, path: str) -> list[tuple[int, str]]:
    try:
        raw = files.read(path)
        text = "" if raw is None else raw.decode()
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"cannot read {path}: {exc}", hint="make it a UTF-8 text file") from exc
    # Only the ends of lines that a text file has: a name may hold a form feed.
    lines = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    stripped = ((number, line.strip()) for number, line in lines)
    return [(number, line) for number, line in stripped if line and not line.startswith("#")]


def _deciding_rule(rules: _Rules, path: str, *, is_dir: bool) -> Rule | None:
    """Return the last rule that matches, which is the one that counts."""
    for rule in reversed(rules):
        if rule.directories_only and not is_dir:
            continue
        if rule.regex.match(path) or (is_dir and rule.regex.match(f"{path}/")):
            return rule
    return None


def _is_excluded(rules: _Rules, path: str) -> bool:
    rule = _deciding_rule(rules, path, is_dir=False)
    return rule is not None and rule.excludes


def _built_in_rules() -> _Rules:
    rules = (compile_rule(pattern, "") for pattern in _BUILT_IN)
    return tuple(rule for rule in rules if rule is not None)
