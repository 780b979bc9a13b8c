"""What can be known about another process from its id, without psutil."""

from __future__ import annotations

import os
import sys

_HAS_PROC = sys.platform.startswith("linux")


def pid_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It is there, and it is somebody else's.
        return True
    except OverflowError:
        return False
    return True


def command_of(pid: int) -> str:
    """The command line as a person would type it; empty when it cannot be known."""
    words = _proc_words(pid) if _HAS_PROC else _ps(pid, "command").split()
    return " ".join(_without_interpreter(words))


def is_ancestor(pid: int) -> bool:
    """Whether the process is our parent, its parent, and so on."""
    current = os.getppid()
    while current > 1:
        if current == pid:
            return True
        current = _parent_of(current)
    return False


def _proc_words(pid: int) -> list[str]:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            raw = file.read()
    except OSError:
        return []
    return [os.fsdecode(word) for word in raw.rstrip(b"\0").split(b"\0")]


def _without_interpreter(words: list[str]) -> list[str]:
    """``/usr/bin/python3 /home/x/bin/dvc repro`` reads best as ``dvc repro``."""
    if len(words) > 1 and os.path.basename(words[0]).startswith("python"):
        script = words[1]
        if not script.startswith("-"):
            words = words[1:]
    return [os.path.basename(words[0]), *words[1:]] if words else []


def _parent_of(pid: int) -> int:
    if not _HAS_PROC:
        return int(_ps(pid, "ppid").strip() or 0)
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            # The name in parentheses may itself contain spaces and parentheses.
            after_name = file.read().rpartition(b")")[2].split()
    except OSError:
        return 0
    return int(after_name[1])


def _ps(pid: int, column: str) -> str:
    import subprocess  # deferred: only where there is no /proc

    answer = subprocess.run(
        ["/bin/ps", "-o", f"{column}=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout
