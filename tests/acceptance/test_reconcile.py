"""What random histories may differ in is checked before it is levelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer


def lose_objects(project: Project) -> None:
    for path in (project.root / ".dvc/cache/files/md5").rglob("*"):
        if path.is_file():
            path.unlink()


def damage_lists(project: Project) -> None:
    for path in (project.root / ".dvc/cache/files/md5").rglob("*.dir"):
        path.chmod(0o644)
        path.write_bytes(b"corrupted" + path.read_bytes())


@pytest.mark.parametrize("cache_type", ["copy", "hardlink", "symlink"])
def test_a_checkout_of_lost_objects_may_end_differently(pair: Pair, cache_type: str) -> None:
    """Both copies are alike afterwards, and both tools go on from there."""
    pair.write({".dvc/config": f"[cache]\n    type = {cache_type}\n", "d/x": "1", "f": "2"})
    pair.run("add", "d", "f")
    pair.edit(lose_objects)
    pair.write({"d/y": "new"})

    pair.run("checkout", "-f")
    pair.assert_same_status()


def test_objects_without_protection_may_get_it_back(pair: Pair) -> None:
    """DVC links to them as they are; hard links share their mode."""
    pair.write({".dvc/config": "[cache]\n    type = hardlink\n", "d/x": "1", "f": "2"})
    pair.run("add", "d", "f")
    pair.edit(lambda project: (project.root / "f").chmod(0o644))

    pair.run("checkout", "--relink")
    pair.assert_same_status()


def test_a_damaged_list_may_be_gone(pair: Pair) -> None:
    """DVC leaves what it cannot read."""
    pair.write({"d/x": "1"})
    pair.run("add", "d")
    pair.edit(damage_lists)

    pair.run("status")
    assert [[], []] == [list((each.root / ".dvc/cache").rglob("*.dir")) for each in pair]


def test_data_that_outlived_its_list_may_stay(pair: Pair) -> None:
    """DVC deletes the directory and fails; ours is as recorded."""
    pair.write({"d/x": "1"})
    pair.run("add", "d")
    pair.edit(lose_objects)

    pair.run("checkout", "-f")
    pair.assert_same_status()


def test_a_checkout_that_fails_without_reason_is_a_difference(pair: Pair) -> None:
    """What is named has to be broken on the other side."""
    pair.write({"f": "1"})
    pair.run("add", "f")
    lose_objects(pair.lineal)
    (pair.lineal.root / "f").write_text("2")

    with pytest.raises(AssertionError, match="lineal exited with 1"):
        pair.run("checkout", "-f")
