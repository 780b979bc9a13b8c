"""``lineal doctor``: what is broken, what could be better, and the command for each."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def findings(place: Place, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(place.lineal("doctor", "--json", *words).stdout)
    return found


def of(place: Place, check: str, *words: str) -> list[tuple[str, str, str]]:
    return [
        (one["level"], one["text"], one["hint"])
        for one in findings(place, *words)
        if one["check"] == check
    ]


def broken(place: Place) -> list[str]:
    return [one["check"] for one in findings(place) if one["level"] == "broken"]


def test_a_fresh_project_has_nothing_broken(place: Place) -> None:
    """Advice is no failure."""
    done = place.lineal("doctor")

    assert (0, "") == (done.exit_code, done.stderr)
    assert [] == broken(place)


def test_without_a_project_that_is_all_there_is_to_say(place: Place) -> None:
    """With the command that makes one."""
    os.rename(place.root / ".dvc", place.root / "elsewhere")
    done = place.lineal("doctor", "--json")
    last = json.loads(done.stdout)[-1]

    expected = (1, "project", "broken", "run `lineal init` in the root of your Git repository")
    assert expected == (done.exit_code, last["check"], last["level"], last["hint"])


def test_a_file_that_does_not_parse_is_named(place: Place) -> None:
    """And keeps no other check from being made."""
    place.write({"dvc.yaml": "stages: [\n"})
    found = of(place, "files")

    assert ["broken"] == [level for level, _, _ in found]
    assert "dvc.yaml" in found[0][1]
    assert [] != of(place, "cache")


def test_an_unknown_setting_is_broken(place: Place) -> None:
    """As it would be for every run."""
    place.write({"lineal.yaml": "ledgre: x\n"})

    assert "settings" in broken(place)


def test_what_settings_ask_for_has_to_be_installed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that installs it."""
    monkeypatch.setattr("lineal.ledger.health.checks.settings.find_spec", lambda _name: None)
    place.write({"lineal.yaml": "ledger: postgresql://nobody:secret@localhost:1/x\n"})

    hint = "pip install 'lineal[postgres]'"
    text = "the ledger needs psycopg, which is not installed"
    assert [("broken", text, hint)] == of(place, "settings")


def test_a_ledger_that_does_not_open_is_broken(place: Place) -> None:
    """Its password is not shown."""
    place.write({"lineal.yaml": "ledger: postgresql://nobody:secret@localhost:1/x\n"})
    done = place.lineal("doctor")

    assert (1, False) == (done.exit_code, "secret" in done.stdout + done.stderr)


def test_a_cache_of_copies_is_advice(place: Place) -> None:
    """Or good, where the file system shares blocks: it is tried out, and nothing is left."""
    ((level, text, _),) = of(place, "cache")
    left = [path for path in place.root.rglob("*.tmp") if path.is_file()]

    expected = "advice" if "copied" in text else "good"
    assert (expected, []) == (level, left)


def test_a_remote_is_asked_only_when_that_is_allowed(place: Place) -> None:
    """It may need the network."""
    place.write({".dvc/config": "[core]\n    remote = far\n['remote \"far\"']\n    url = ../far\n"})
    (quiet,), (asked,) = of(place, "remote"), of(place, "remote", "--remote")

    assert (True, True) == ("not asked" in quiet[1], asked[1].endswith("answers"))


def test_a_default_remote_that_is_not_there_is_broken(place: Place) -> None:
    """Every push would fail."""
    place.write({".dvc/config": "[core]\n    remote = far\n"})

    assert ["remote"] == broken(place)


def test_a_clone_that_would_merge_records_line_by_line_is_broken(place: Place) -> None:
    """What says how comes with the repository; the command does not."""
    import subprocess

    place.write({".gitattributes": "dvc.lock merge=lineal\n"})
    unset = ["git", "config", "--unset", "merge.lineal.driver"]
    subprocess.run(unset, cwd=place.root, check=True)
    hint = "lineal data merge --install"
    assert [hint] == [hint for level, _, hint in of(place, "git") if level == "broken"]
    assert place.lineal(*hint.split()[1:]).ok
    assert "git" not in broken(place)


def test_a_ledger_in_git_is_broken(place: Place) -> None:
    """Others would take this copy's ledger for theirs."""
    import subprocess

    for words in (["init", "--quiet"], ["add", "--force", ".lineal/.gitignore"]):
        subprocess.run(["git", *words], cwd=place.root, check=True)

    assert "git rm -r --cached .lineal, then commit" in [hint for _, _, hint in of(place, "git")]


@pytest.fixture
def secretive(place: Place) -> Place:
    """A stage that has read what it does not say, once."""
    place.write({"train.py": "open('secret.csv').read()\n", "secret.csv": "x"})
    place.stages({"train": {"cmd": "python train.py", "deps": ["train.py"]}})
    assert place.lineal("run").ok
    return place


def test_secret_inputs_are_summed_up(secretive: Place) -> None:
    """With the edit that declares them."""
    text = "train: reads secret.csv (train.py:1), which is not declared"
    hint = "add '- secret.csv' under deps: of train in dvc.yaml"

    assert ("advice", text, hint) in of(secretive, "recorded")


def test_why_tells_what_a_skip_does_not_look_at(secretive: Place) -> None:
    """A change of it would not make the stage run."""
    expected = """\
train would be skipped: its command, dependencies, parameters and outputs are as recorded
  it used what is not declared when it ran last; no change of that is noticed:
  - it reads secret.csv (train.py:1), which is not declared
      add '- secret.csv' under deps: of train in dvc.yaml
"""

    assert expected == secretive.lineal("why", "train").stdout


def test_a_damaged_ledger_is_found(secretive: Place) -> None:
    """The last facts of each writer are proved each time."""
    import sqlite3

    path = secretive.root / ".lineal/ledger/ledger.db"
    with sqlite3.connect(path) as database:
        database.execute("update facts set hash = x'00' where seq = 1")
    database.close()

    hints = [hint for level, _, hint in of(secretive, "ledger") if level == "broken"]
    assert ["lineal verify --ledger"] == hints


def test_people_see_aligned_lines_with_hints(secretive: Place) -> None:
    """One line for each finding, its hint below, and a count at the end."""
    lines = secretive.lineal("doctor").stdout.splitlines()
    (secret,) = [line for line in lines if "secret.csv (" in line]

    assert secret.startswith("advice  recorded  train: reads secret.csv")
    assert lines[-1].startswith("0 broken, ")


def test_a_step_in_a_warm_process_is_watched_like_any_other(place: Place) -> None:
    """Each step has its own evidence, though the process is the same."""
    place.write({"a": "1", "b": "2"})
    place.stages(
        {
            "one": {"cmd": "lineal step concat a b c", "deps": ["a"], "outs": ["c"]},
            "two": {"cmd": "lineal step concat c c d", "deps": ["c"], "outs": ["d"]},
        }
    )
    assert place.lineal("run").ok
    texts = [text for _, text, _ in of(place, "recorded") if "reads" in text]

    assert ["one: reads b, which is not declared"] == texts
