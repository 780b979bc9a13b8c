"""The least work that could give the answer, as a program.

Its own Python start-up is part of the figure, so it imports no more than it needs.

    floor.py stat DIRECTORY FILE...     stat a tree, read some project files
    floor.py shells COUNT               start COUNT shells, one after the other
    floor.py hash THREADS PATH...       MD5 of files or trees
    floor.py copy SOURCE DESTINATION    read a tree and write it elsewhere
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing itself would be part of the figure
if TYPE_CHECKING:
    from collections.abc import Callable


def main(verb: str, *words: str) -> None:
    verbs: dict[str, Callable[..., None]] = {
        "stat": stat_tree,
        "shells": start_shells,
        "hash": hash_trees,
        "copy": copy_tree,
    }
    verbs[verb](*words)


def stat_tree(directory: str, *files: str) -> None:
    for _ in walk(directory):
        pass
    for path in files:
        with open(path, "rb") as file:
            file.read()


def walk(directory: str) -> list[str]:
    """Every file below a directory, each one statted."""
    found, pending = [], [directory]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    entry.stat()
                    found.append(entry.path)
    return found


def start_shells(count: str) -> None:
    for _ in range(int(count)):
        child = os.posix_spawn("/bin/sh", ["sh", "-c", "echo x > floor-out"], os.environ)
        os.waitpid(child, 0)


def hash_trees(threads: str, *paths: str) -> None:
    files = [file for path in paths for file in (walk(path) if os.path.isdir(path) else [path])]
    if int(threads) == 1:
        for file in files:
            md5(file)
        return
    from concurrent.futures import ThreadPoolExecutor  # deferred: one thread needs no pool

    with ThreadPoolExecutor(int(threads)) as pool:
        list(pool.map(md5, files))


def md5(path: str) -> str:
    import hashlib  # deferred: `stat` must not pay for it

    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb", buffering=0) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def copy_tree(source: str, destination: str) -> None:
    for path in walk(source):
        target = destination + path[len(source) :]
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(path, "rb") as file, open(target, "wb") as copy:
            copy.write(file.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
