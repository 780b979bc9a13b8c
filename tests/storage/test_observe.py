"""What an observation contains, when it costs a hash, and what is refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineal.base.errors import DataError
from lineal.storage import hashing
from lineal.storage.observe import Observation, Readable
from lineal.storage.tree import Tree, dump_tree, tree_oid
from tests.storage.conftest import LONG_AGO_NS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.storage.conftest import World

NAMES = st.text(alphabet="ab.-0/é", min_size=1, max_size=6).filter(
    lambda name: all(part not in ("", ".", "..") for part in name.split("/"))
)


def test_a_directory_is_seen_as_dvc_sees_it(world: World) -> None:
    """The order of the listing is that of the paths, not that of a walk."""
    world.write({"d/a/x": "1", "d/a-b": "22", "d/a.b/y": "", "d/é": "4", "d/sub/.hidden": "5"})
    seen = world.observer.observe(world.path("d"))
    assert seen is not None
    assert seen.tree is not None
    assert [name for name, _ in seen.tree.members] == ["a-b", "a.b/y", "a/x", "sub/.hidden", "é"]
    assert (seen.nfiles, seen.size, seen.is_dir) == (5, 5, True)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rounds=st.lists(st.dictionaries(NAMES, st.binary(max_size=3), max_size=6), max_size=4))
def test_what_is_remembered_never_shows(
    make_world: Callable[..., World], rounds: list[dict[str, bytes]]
) -> None:
    """After any edits the observation is that of an observer without a memory."""
    world, fresh = make_world(), make_world(name="fresh")
    path = world.path("d")
    os.makedirs(path, exist_ok=True)
    for files in rounds:
        _overwrite(world, files)
        forgetful = fresh.observer.__class__(fresh.memory.open(None))
        assert forgetful.observe(path) == world.observer.observe(path)


def test_an_unchanged_directory_is_not_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once remembered, a look costs stats only."""
    world.write({f"d/{n}": "x" for n in range(5)})
    _age(world, *(f"d/{n}" for n in range(5)))
    first = world.observer.observe(world.path("d"))
    monkeypatch.setattr(hashing, "hash_file", _no_reading)
    assert world.observer.observe(world.path("d")) == first


def test_a_rewrite_within_one_tick_is_noticed(world: World) -> None:
    """Same size, same inode, times put back: only the change time tells, and it is enough."""
    path = world.path("f")
    seen = []
    for content in ("aaa", "bbb", "ccc"):
        world.write({"f": content})
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
        seen.append(world.observer.observe(path))
    assert len({each.oid for each in seen if each is not None}) == 3


def test_what_is_not_there_is_none(world: World) -> None:
    """Nothing, a path below a file, a broken link: there is no content."""
    world.write({"f": ""})
    (world.root / "broken").symlink_to("nowhere")
    seen = [world.observer.observe(world.path(name)) for name in ("no", "f/x", "broken")]
    assert seen == [None, None, None]


def test_many_paths_are_observed_together(world: World) -> None:
    """Files, directories and absences in one call give what single calls give."""
    world.write({"f": "1", "d/a": "2"})
    paths = [world.path(name) for name in ("f", "d", "no")]
    together = world.observer.observe_many(paths)
    assert {path: world.observer.observe(path) for path in paths} == together


def test_links_to_files_are_followed_and_links_to_directories_skipped(world: World) -> None:
    """As DVC does, whatever one thinks of it."""
    world.write({"d/a": "1", "other/b": "2"})
    (world.root / "d/file").symlink_to("../other/b")
    (world.root / "d/dir").symlink_to("../other")
    seen = world.observer.observe(world.path("d"))
    assert seen is not None
    assert seen.tree is not None
    assert [name for name, _ in seen.tree.members] == ["a", "file"]


def test_an_executable_is_told_by_any_of_its_bits(world: World) -> None:
    """Only single files carry the mark."""
    world.write({"f": "1"})
    (world.root / "f").chmod(0o610)
    seen = world.observer.observe(world.path("f"))
    assert seen is not None
    assert seen.isexec


def test_a_broken_link_inside_is_an_error(world: World) -> None:
    """Skipping it would record a directory that is not what the user sees."""
    world.write({"d/a": "1"})
    (world.root / "d/l").symlink_to("nowhere")
    with pytest.raises(DataError, match="broken symbolic link"):
        world.observer.observe(world.path("d"))


def test_what_is_wrong_with_one_path_is_its_own_matter(world: World) -> None:
    """A survey gives the error of each path where its content would be."""
    world.write({"f": "1", "g": "2", "d/a": "3"})
    (world.root / "d/l").symlink_to("nowhere")
    os.mkfifo(world.path("pipe"))
    paths = [world.path(name) for name in ("f", "d", "no", "pipe", "g")]
    found = list(world.observer.survey(paths).values())
    expected = [world.observer.observe(world.path(name)) for name in ("f", "g")]
    assert expected == [each for each in found if isinstance(each, Observation)]
    assert sum(isinstance(each, DataError) for each in found) == 2


def test_a_file_that_cannot_be_read_spoils_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found only while everything is hashed together."""
    world.write({"f": "1", "secret": "2"})
    expected = {world.path("f"): world.observer.observe(world.path("f"))}
    world.write({"g": "3"})
    opening = hashing.open_for_reading
    monkeypatch.setattr(
        hashing,
        "open_for_reading",
        lambda path: opening(f"{path}/" if path.endswith("secret") else path),
    )
    found = world.observer.survey([world.path(name) for name in ("f", "secret", "g")])
    assert expected == {world.path("f"): found[world.path("f")]}
    assert isinstance(found[world.path("g")], Observation)
    assert isinstance(found[world.path("secret")], DataError)


def test_what_can_be_read_is_told_apart_from_broken_links(world: World) -> None:
    """And nothing wrong is remembered of the directory."""
    world.write({"d/a": "1"})
    whole = world.observer.observe(world.path("d"))
    (world.root / "d/l").symlink_to("nowhere")
    found = world.observer.readable([world.path("d")])
    assert found == {world.path("d"): Readable(whole, ("l",))}
    with pytest.raises(DataError, match="broken symbolic link"):
        world.observer.observe(world.path("d"))


def test_an_ignore_file_inside_is_an_error(world: World) -> None:
    """Its patterns would decide what the data is."""
    world.write({"d/sub/.dvcignore": "x"})
    with pytest.raises(DataError, match=r"\.dvcignore file inside tracked data"):
        world.observer.observe(world.path("d"))


def test_a_fifo_is_an_error_and_not_a_wait(world: World) -> None:
    """Alone or inside a directory."""
    world.write({"d/a": "1"})
    os.mkfifo(world.path("d/pipe"))
    for name in ("d", "d/pipe"):
        with pytest.raises(DataError, match="neither a file nor a directory"):
            world.observer.observe(world.path(name))


def test_ignored_files_are_not_part_of_a_directory(world: World) -> None:
    """The project's patterns, the built-in names and nested projects are all left out."""
    world.write({".dvcignore": "*.tmp\n", "d/a": "1", "d/b.tmp": "2", "d/.git/x": "3"})
    world.write({"d/nested/.dvc/config": "", "d/nested/data": "4"})
    seen = world.observer.observe(world.path("d"))
    assert seen is not None
    assert [("a", "c4ca4238a0b923820dcc509a6f75849b")] == list((seen.tree or Tree(())).members)


def test_an_empty_directory_has_its_own_digest(world: World) -> None:
    """The digest of an empty listing, as in every DVC cache."""
    os.makedirs(world.path("d/empty"))
    seen = world.observer.observe(world.path("d"))
    assert seen is not None
    assert seen.oid == tree_oid(dump_tree(Tree(()))) == "d751713988987e9331980363e24189ce.dir"


def _overwrite(world: World, files: dict[str, bytes]) -> None:
    for name, content in sorted(files.items()):
        path = world.root / "d" / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError:
            continue


def _age(world: World, *names: str) -> None:
    for name in names:
        os.utime(world.path(name), ns=(LONG_AGO_NS, LONG_AGO_NS))
    world.memory.clock.after_now()


def _no_reading(path: str, *_: object, **__: object) -> None:
    message = f"{path} was read"
    raise AssertionError(message)
