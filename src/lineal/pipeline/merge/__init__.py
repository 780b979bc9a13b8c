"""Merging what two branches of Git recorded about data: locks, ``.dvc`` files, directories.

`threeway`, `clash`, `lock`, `blocks`, `dvcfile` and `trees` decide and do no I/O; `driver` is what
Git calls, `report` remembers what both sides changed, `take` settles it, `install` tells Git.
"""
