"""The project's own directory, ``.lineal``: where it is, and that Git never sees it.

What is kept inside belongs to the modules that keep it.
"""

from __future__ import annotations

import os

NAME = ".lineal"


def lineal_dir_of(root: str) -> str:
    return os.path.join(root, NAME)


def ensure_lineal_dir(root: str) -> str:
    """Create the directory if needed; raises OSError where the project is read-only."""
    directory = lineal_dir_of(root)
    try:
        os.mkdir(directory)
    except FileExistsError:
        return directory
    # The directory ignores itself: DVC users compare .gitignore files byte for
    # byte, so the project's own must not gain a line.
    with open(os.path.join(directory, ".gitignore"), "w", encoding="utf-8") as file:
        file.write("*\n")
    return directory
