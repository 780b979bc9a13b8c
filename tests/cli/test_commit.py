"""``lineal commit``."""

from __future__ import annotations

import pytest

from tests.pipeline.place import Place, noting


@pytest.fixture
def done(place: Place) -> Place:
    place.write({"in": "1", "data": "1"})
    place.lineal("add", "data")
    place.stages({"a": noting("a", deps="in", outs="x")})
    assert place.lineal("run").ok
    place.ran()
    return place


def test_the_workspace_is_recorded_without_running(done: Place) -> None:
    """Afterwards nothing has changed."""
    done.write({"in": "2", "x": "by hand", "data": "2"})

    assert done.lineal("commit", "-f").ok

    assert ([], "{}\n") == (done.ran(), done.lineal("status", "--json").stdout)


def test_changes_need_a_yes(done: Place) -> None:
    """Nobody at the terminal is none; nothing is recorded."""
    done.write({"in": "2"})
    before = done.read("dvc.lock")

    outcome = done.lineal("commit", "a")

    assert (1, before) == (outcome.exit_code, done.read("dvc.lock"))
    assert "error: unable to commit changed stage: 'a'. Use `-f|--force` to force." in (
        outcome.stderr
    )


@pytest.mark.parametrize(
    ("files", "question"),
    [
        ({"in": "2"}, "dependencies ['in'] of stage: 'a' changed."),
        ({"x": "2"}, "outputs ['x'] of stage: 'a' changed."),
        ({"in": "2", "x": "2"}, "dependencies ['in'] and outputs ['x'] of stage: 'a' changed."),
    ],
)
def test_the_question_names_what_changed(
    done: Place, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], question: str
) -> None:
    """A yes records it."""
    asked: list[str] = []

    def yes(text: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr("lineal.cli.commit.confirm", yes)
    done.write(files)

    assert done.lineal("commit", "a").ok

    assert [f"{question} Are you sure you want to commit it?"] == asked
    assert "{}\n" == done.lineal("status", "--json").stdout


def test_a_lost_cache_is_filled_again(done: Place) -> None:
    """Without a question: what is recorded does not change."""
    before = done.read("dvc.lock")
    (done.root / ".dvc/cache/files").rename(done.root / "lost")

    outcome = done.lineal("commit")

    assert (True, before) == (outcome.ok, done.read("dvc.lock"))
    assert "{}\n" == done.lineal("status", "--json").stdout


def test_only_the_targets_are_recorded(done: Place) -> None:
    """By stage or by output."""
    done.write({"x": "2", "data": "2"})

    done.lineal("commit", "-f", "data.dvc")
    rest = done.lineal("status", "--json").stdout
    done.lineal("commit", "-f", "x")

    assert '{"a": [{"changed outs": {"x": "modified"}}]}\n' == rest
    assert "{}\n" == done.lineal("status", "--json").stdout
