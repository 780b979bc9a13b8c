"""Every trace and impact of the scripted history is what really happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.ledger.answers import Answers

if TYPE_CHECKING:
    from tests.acceptance.ledger.play import Play

MODELS = [f"model {name}" for name in ("1", "2", "lr 2", "bad", "back", "other", "main", "merged")]


@pytest.fixture(scope="module")
def answers(history: Play) -> Answers:
    return Answers(history.project)


def test_the_ledger_has_every_act_and_no_other(history: Play, answers: Answers) -> None:
    """Nothing is left out, nothing said twice."""
    assert answers.acts() == {deed.act for deed in history.truth.deeds}


@pytest.mark.parametrize("path", ["model.bin", "sub/report.txt", "one.csv", "each/u.txt"])
def test_what_is_here_comes_from_what_it_came_from(
    history: Play, answers: Answers, path: str
) -> None:
    """The latest of each, after branches, returns and renames."""
    assert answers.ancestors(path) == history.truth.ancestors(history.at(path))


@pytest.mark.parametrize("label", MODELS)
def test_every_earlier_model_has_its_own_ancestors(
    history: Play, answers: Answers, label: str
) -> None:
    """Asked for by its bytes."""
    version = history.marks[label]
    assert answers.ancestors(f"md5:{version.md5}") == history.truth.ancestors(version)


@pytest.mark.parametrize("path", ["flags/a", "flags/b", "after-b.txt"])
def test_empty_files_are_not_mistaken_for_each_other(
    history: Play, answers: Answers, path: str
) -> None:
    """Their bytes are the same; nothing else is."""
    assert answers.ancestors(path) == history.truth.ancestors(history.at(path))


@pytest.mark.parametrize("label", ["a 1", "a 2", "b other"])
def test_a_version_of_a_file_reached_what_it_reached(
    history: Play, answers: Answers, label: str
) -> None:
    """And not what was made of the versions before and after it."""
    version = history.marks[label]
    assert answers.descendants(f"md5:{version.md5}") == history.truth.descendants(version)


@pytest.mark.parametrize("label", ["x 1", "x bad"])
def test_a_file_of_a_directory_reached_what_the_directory_reached(
    history: Play, answers: Answers, label: str
) -> None:
    """While it was in there."""
    version = history.marks[label]
    assert answers.descendants(f"md5:{version.md5}") == history.truth.descendants(version)


@pytest.mark.parametrize(("ref", "value"), [("lr=1", 1), ("lr=2", 2)])
def test_a_value_of_a_parameter_reached_what_it_reached(
    history: Play, answers: Answers, ref: str, value: int
) -> None:
    """In the stages that read it, and behind them."""
    expected = history.truth.with_param("lr", value)
    assert answers.descendants(f"param:{ref}") == expected


def test_a_file_read_in_secret_reached_who_read_it(history: Play, answers: Answers) -> None:
    """Nobody declared it."""
    found = answers.descendants("rates.txt")
    assert found == history.truth.descendants(history.at("rates.txt"))


@pytest.mark.parametrize("path", ["model.bin", "one.csv"])
def test_the_sources_are_what_was_added_or_written_by_hand(
    history: Play, answers: Answers, path: str
) -> None:
    """Directories count as a whole."""
    expected = {
        version.path.partition("/")[0] if version.path.startswith("parts/") else version.path
        for version in history.truth.sources(history.at(path))
    }
    assert {source.path for source in answers.sources(path)} == expected
