"""The configuration of a project, from files to typed values."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ConfigError
from lineal.storage.config import Config

if TYPE_CHECKING:
    from tests.storage.config.levels import Levels


def test_without_any_file_every_setting_has_its_default(levels: Levels) -> None:
    """A fresh project needs no configuration."""
    assert Config() == levels.load()


def test_a_nearer_level_shadows_a_farther_one(levels: Levels) -> None:
    """system < global < repo < local, key by key."""
    for level, jobs in (("system", 1), ("global", 2), ("repo", 3), ("local", 4)):
        levels.write(level, f"[core]\nchecksum_jobs = {jobs}\n")
    levels.write("global", "[core]\nautostage = true\n")

    core = levels.load().core

    assert (4, True) == (core.checksum_jobs, core.autostage)


def test_keys_are_read_in_any_case(levels: Levels) -> None:
    """DVC lower-cases sections and keys, and the values of some."""
    levels.write("repo", "[CORE]\n  Remote = MyStore\n")

    assert levels.load().core.remote == "mystore"


def test_a_relative_path_is_relative_to_its_file(levels: Levels) -> None:
    """Not to the directory lineal runs in."""
    levels.write("repo", "[cache]\n  dir = ../../shared\n")

    assert str(levels.world / "shared") == levels.load().cache.dir


def test_a_home_directory_is_expanded_and_a_url_is_not_a_path(levels: Levels) -> None:
    """``~`` and ``s3://`` mean the same from everywhere."""
    levels.write("repo", "['remote \"a\"']\nurl = ~/a\n['remote \"b\"']\nurl = s3://bucket/b\n")

    remotes = levels.load().remotes

    expected = {"a": {"url": str(levels.world / "home/a")}, "b": {"url": "s3://bucket/b"}}
    assert expected == remotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('type = "hardlink,symlink"', ("hardlink", "symlink")),
        ("type = hardlink, copy", ("hardlink", "copy")),
        ("type = symlink", ("symlink",)),
    ],
)
def test_link_types_are_one_or_several(
    levels: Levels, text: str, expected: tuple[str, ...]
) -> None:
    """With or without quotes: configobj splits at commas by itself."""
    levels.write("repo", f"[cache]\n{text}\n")

    assert expected == levels.load().cache.type


def test_every_problem_is_reported_with_its_file_and_line(levels: Levels) -> None:
    """One look at the message is enough to mend them all."""
    levels.write("repo", "[core]\n# note\nautostage = maybe\n[cash]\n[cache]\ntpye = copy\n")

    with pytest.raises(ConfigError, match="3 problems") as caught:
        levels.load()

    assert [
        "3 problems in the configuration:",
        "  .dvc/config:3: core.autostage: expected true or false, not 'maybe'",
        "  .dvc/config:4: cash: unknown section; did you mean 'cache'?",
        "  .dvc/config:6: cache.tpye: unknown setting; did you mean 'type'?",
    ] == caught.value.message.split("\n")


def test_a_problem_is_placed_in_the_level_that_counts(levels: Levels) -> None:
    """The value of the nearest level is the one that was used."""
    levels.write("repo", "[core]\nchecksum_jobs = 0\n")
    levels.write("local", "[core]\nchecksum_jobs = many\n")

    with pytest.raises(ConfigError, match=r"\.dvc/config\.local:2: core\.checksum_jobs"):
        levels.load()


def test_a_file_that_does_not_parse_is_named(levels: Levels) -> None:
    """configobj says the line."""
    levels.write("repo", "[core\n")

    with pytest.raises(ConfigError, match=r"\.dvc/config: .*line.*1"):
        levels.load()


def test_a_file_that_is_not_text_is_named(levels: Levels) -> None:
    """With the first byte that is wrong."""
    levels.file("repo").write_bytes(b"[core]\nremote = \xff\n")

    with pytest.raises(ConfigError, match="not UTF-8 at byte 16"):
        levels.load()


def test_the_second_reading_needs_no_parser(
    levels: Levels, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was parsed is remembered by content: configobj costs more than a no-op may."""
    levels.write("repo", "[core]\nautostage = true\n")
    first = levels.load()
    monkeypatch.setitem(sys.modules, "configobj", None)

    assert first == levels.load()


def test_an_edit_of_the_same_size_is_seen(levels: Levels) -> None:
    """The memo goes by bytes, so a clock that stands still does not matter."""
    levels.write("repo", "[core]\nremote = aaa\n")
    levels.load()
    levels.write("repo", "[core]\nremote = bbb\n")

    assert levels.load().core.remote == "bbb"


def test_a_damaged_memo_is_no_loss(levels: Levels) -> None:
    """It is parsed again."""
    levels.write("repo", "[core]\nremote = aaa\n")
    levels.load()
    (levels.dvc_dir.parent / ".lineal/index/config.json").write_text('{"key": 1', encoding="utf-8")

    assert levels.load().core.remote == "aaa"
