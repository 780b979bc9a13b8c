"""Which paths matter, by what they are called; and which line of the user's code is at work."""

from __future__ import annotations

import os
import sys

#: Of the project, and no data of it.
_OURS = ("/.git/", "/.dvc/", "/.lineal/")
_INSTALLED = ("/site-packages/", "/dist-packages/", "/node_modules/", "/lib/python")
#: Where a system keeps itself: what is read there is the environment.
_SYSTEM = (
    *("/usr/", "/lib/", "/lib64/", "/proc/", "/sys/", "/dev/", "/etc/", "/bin/", "/sbin/"),
    *("/run/", "/snap/", "/private/", "/System/", "/Library/"),
    *("/tmp/", "/var/tmp/"),  # noqa: S108  told apart, not used
)
HERE = os.path.dirname(os.path.abspath(__file__)) + "/"
#: Of Lineal, of which this is a small part.
PACKAGE = HERE[: -len("ledger/observing/hook/lineal_watch/")]
LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + "/"
_CACHE = "/__pycache__/"
_COMPILED = (".pyc", ".pyo")
_CODE = (".py", ".pyw", ".pyx")
_MOST_FRAMES = 200


class Places:
    """A project, as this interpreter sees it."""

    __slots__ = ("_excluded", "_known", "_roots", "_temporary", "root")

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        real = os.path.realpath(self.root)
        self._roots = tuple(dict.fromkeys((self.root + "/", real + "/")))
        prefixes = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
        prefixes |= {os.path.realpath(prefix) for prefix in prefixes}
        # An interpreter around the project says nothing about what is in it.
        self._excluded = tuple(p.rstrip("/") + "/" for p in prefixes if not self._is_around(p))
        self._temporary = os.environ.get("TMPDIR", "/tmp").rstrip("/") + "/"  # noqa: S108
        self._known: dict[str, str] = {}

    def of_project(self, full: str) -> str | None:
        """A path from the root; None when it is elsewhere, or no data or code of the user."""
        for root in self._roots:
            if full.startswith(root):
                return self._judged(full, len(root))
        return None

    def outside(self, full: str) -> str | None:
        """Data that is read from elsewhere; not what belongs to the system or to Python."""
        if full.startswith((*self._roots, *_SYSTEM, *self._excluded, self._temporary, PACKAGE)):
            return None
        if "/." in full or any(part in full for part in _INSTALLED):
            return None
        return None if full.endswith((*_CODE, *_COMPILED, ".so", ".pth")) else full

    def at(self) -> str:
        """The user's line at work: the first frame inside the project, or the outermost one."""
        frame, last = sys._getframe(1), ""  # noqa: SLF001  there is no other way to ask
        for _ in range(_MOST_FRAMES):
            code = frame.f_code
            shown = self._shown(code.co_filename)
            if shown:
                return "%s:%d" % (shown, frame.f_lineno)  # noqa: UP031
            if self._may_be_named(code.co_filename):
                last = "%s:%d" % (code.co_filename, frame.f_lineno)  # noqa: UP031
            back = frame.f_back
            if back is None:
                break
            frame = back
        return last

    @staticmethod
    def _may_be_named(filename: str) -> bool:
        """Neither made up, nor of Python, of a library, or of ourselves."""
        if filename[:1] == "<" or filename.startswith((PACKAGE, LIBRARY)):
            return False
        return not any(part in filename for part in _INSTALLED)

    def is_users(self, filename: str) -> bool:
        return bool(self._shown(filename))

    def _shown(self, filename: str) -> str:
        known = self._known.get(filename)
        if known is None and filename.startswith(HERE):
            known = self._known[filename] = ""  # when Lineal itself is the project
        if known is None:
            # Before 3.9 a script is known by the path it was started with.
            full = filename if filename[:1] == "/" else os.path.join(os.getcwd(), filename)
            is_file = filename[:1] not in {"<", ""}
            known = (self.of_project(os.path.normpath(full)) or "") if is_file else ""
            self._known[filename] = known
        return known

    def _judged(self, full: str, start: int) -> str | None:
        if any(part in full[start - 1 :] for part in _OURS) or full.startswith(self._excluded):
            return None
        if any(part in full for part in _INSTALLED):
            return None
        return source_of(full)[start:]

    def _is_around(self, prefix: str) -> bool:
        return any(root.startswith(prefix.rstrip("/") + "/") for root in self._roots)


def is_code(path: str) -> bool:
    return path.endswith(_CODE)


def is_scratch(path: str) -> bool:
    """Hidden directories: caches of tools, which nobody wants as outputs."""
    return path.startswith(".") or "/." in path or "__pycache__/" in path


def source_of(full: str) -> str:
    """Of compiled code the file it was compiled from: that is what was depended on."""
    if full.endswith(_COMPILED) and _CACHE in full:
        directory, _, name = full.rpartition(_CACHE)
        return "%s/%s.py" % (directory, name.split(".", 1)[0])  # noqa: UP031
    return full
