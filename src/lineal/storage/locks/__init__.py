"""DVC's two locks, so that both tools can work in one project at the same time.

``ProjectLock`` guards the project files for moments; ``RWLock`` says which paths
a running stage reads and writes, for as long as it runs.
"""

from __future__ import annotations

from lineal.storage.locks.project import ProjectLock
from lineal.storage.locks.rwlock import Claim, RWLock

__all__ = ["Claim", "ProjectLock", "RWLock"]
