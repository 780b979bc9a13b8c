"""Annotated tags: a name somebody gave to a commit, with a time of its own."""

from __future__ import annotations

from typing import NamedTuple

from lineal.storage.git.process import ask


class Tag(NamedTuple):
    name: str
    time: int


def annotated_tags(git_dir: str) -> list[Tag]:
    """The oldest first. Tags that are mere names of commits carry no time, and are left out."""
    words = ["for-each-ref", "--format=%(objecttype) %(taggerdate:unix) %(refname)", "refs/tags"]
    lines = (line.split(" ", 2) for line in ask(git_dir, words).splitlines())
    tags = [
        Tag(name.removeprefix("refs/tags/"), int(time or 0))
        for kind, time, name in lines
        if kind == "tag"
    ]
    return sorted(tags, key=lambda tag: tag.time)
