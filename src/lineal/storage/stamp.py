"""By which another's write of a small file is noticed."""

from __future__ import annotations

import os

#: Identifies one version of a small file; None when it is not there.
Stamp = tuple[int, int, int, int] | None


def stamp(path: str) -> Stamp:
    try:
        st = os.stat(path)
    except FileNotFoundError:
        return None
    return st.st_ino, st.st_size, st.st_mtime_ns, st.st_ctime_ns
