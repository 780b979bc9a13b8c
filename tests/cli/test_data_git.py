"""``lineal data branch``, ``commit`` and ``merge``: Git's verbs, with the data."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.place import noting

if TYPE_CHECKING:
    from tests.pipeline.place import Place


@pytest.fixture
def done(place: Place) -> Place:
    """A table and a directory on main."""
    git("symbolic-ref", "HEAD", "refs/heads/main")
    place.write({"t.csv": "id,x\n1,1\n", "data/a": "1"})
    place.lineal("add", "t.csv", "data")
    assert place.lineal("data", "commit", "-m", "base").ok
    return place


def git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


def edit(place: Place, files: dict[str, str]) -> None:
    for name in files:
        (place.root / name).unlink(missing_ok=True)
    place.write(files)


def test_commit_records_data_and_project_files(done: Place) -> None:
    """Every step is shown as the command it is; what is not data stays where it was."""
    edit(done, {"t.csv": "id,x\n1,2\n", "loose": "1"})

    outcome = done.lineal("data", "commit", "-m", "more")

    assert [
        "+ lineal commit --force t.csv.dvc",
        "+ git add -- t.csv.dvc",
        "+ git commit --quiet --message more",
    ] == outcome.stderr.splitlines()
    assert ("more", "?? loose\n") == (
        git("log", "-1", "--format=%s").strip(),
        git("status", "--porcelain"),
    )


def test_commit_adds_new_data_that_is_named(done: Place) -> None:
    """And nothing else."""
    edit(done, {"new.csv": "id\n1\n", "t.csv": "id,x\n1,2\n"})

    done.lineal("data", "commit", "-m", "new", "new.csv")

    assert {"new.csv.dvc", ".gitignore"} == set(git("show", "--format=", "--name-only").split())


def test_commit_takes_code_and_params_of_stages_along(done: Place) -> None:
    """A record without what it was made of would be of no use to others."""
    done.write({"code.py": "1"})
    done.stages({"s": noting("s", deps="code.py", outs="o")})
    done.lineal("run", "-q")

    done.lineal("data", "commit", "-m", "stage")

    assert {"code.py", "dvc.yaml", "dvc.lock", ".gitignore"} == set(
        git("show", "--format=", "--name-only").split()
    )


def test_commit_leaves_results_to_the_stage_that_makes_them(done: Place) -> None:
    """With the two ways out."""
    done.stages({"s": noting("s", outs="o")})
    done.lineal("run", "-q")
    done.lineal("data", "commit", "-m", "stage")
    edit(done, {"o": "by hand"})

    outcome = done.lineal("data", "commit", "-m", "x")

    assert "Nothing to commit: no data and no project file has changed.\n" == outcome.stdout
    assert "warning: results of stage 's' are not as recorded" in outcome.stderr


def test_a_branch_has_its_own_data(done: Place) -> None:
    """Back and forth."""
    done.lineal("data", "branch", "try")
    edit(done, {"data/a": "2"})
    done.lineal("data", "commit", "-m", "two")

    seen = []
    for name in ("main", "try"):
        assert done.lineal("data", "branch", name).ok
        seen.append(done.read("data/a"))

    assert ["1", "2"] == seen


def test_a_branch_may_begin_elsewhere(done: Place) -> None:
    """The data is that of where it begins."""
    edit(done, {"data/a": "2"})
    done.lineal("data", "commit", "-m", "two")

    assert done.lineal("data", "branch", "old", "--from", "HEAD~1").ok

    assert ("1", "old\n") == (done.read("data/a"), git("branch", "--show-current"))


@pytest.mark.parametrize("words", [["branch", "other"], ["merge", "other"]])
def test_unsaved_data_is_never_lost(done: Place, words: list[str]) -> None:
    """Refused before Git does anything."""
    git("branch", "other")
    edit(done, {"data/a": "precious"})

    outcome = done.lineal("data", *words)

    assert (1, "precious", "main\n") == (
        outcome.exit_code,
        done.read("data/a"),
        git("branch", "--show-current"),
    )
    assert "would lose data that is recorded nowhere:\ndata\n" in outcome.stderr


def test_merge_says_what_came(done: Place) -> None:
    """By dataset, with files and rows."""
    done.lineal("data", "branch", "try")
    edit(done, {"data/b": "2", "t.csv": "id,x\n1,1\n2,2\n"})
    done.lineal("data", "commit", "-m", "two")
    done.lineal("data", "branch", "main")
    edit(done, {"data/c": "3"})
    done.lineal("data", "commit", "-m", "three")

    outcome = done.lineal("data", "merge", "try")

    said = outcome.stdout.splitlines()
    assert ["data  modified  files +1 -0 ~0", "t.csv  modified  rows 1 → 2"] == said[-2:]
    assert ("2", "3") == (done.read("data/b"), done.read("data/c"))


@pytest.fixture
def clash(done: Place) -> Place:
    """Both branches changed the table; the merge has stopped."""
    done.lineal("data", "branch", "try")
    edit(done, {"t.csv": "id,x\n1,7\n"})
    done.lineal("data", "commit", "-m", "theirs")
    done.lineal("data", "branch", "main")
    edit(done, {"t.csv": "id,x\n1,8\n"})
    done.lineal("data", "commit", "-m", "ours")
    assert 1 == done.lineal("data", "merge", "try").exit_code
    return done


def test_a_clash_is_remembered_until_it_is_settled(clash: Place) -> None:
    """Asked for without an argument; nothing goes on before."""
    shown = clash.lineal("data", "merge")
    early = clash.lineal("data", "merge", "--continue")

    assert (1, 1) == (shown.exit_code, early.exit_code)
    assert "t.csv.dvc: t.csv: both sides changed it" in shown.stderr
    assert "nobody has chosen yet:\nt.csv\n" in early.stderr


def test_a_merge_can_be_taken_back(clash: Place) -> None:
    """Data included."""
    assert clash.lineal("data", "merge", "--abort").ok

    assert ("id,x\n1,8\n", "", "The last merge left nothing to decide.\n") == (
        clash.read("t.csv"),
        git("status", "--porcelain"),
        clash.lineal("data", "merge").stdout,
    )


def test_a_choice_of_something_else_is_refused(clash: Place) -> None:
    """By name."""
    outcome = clash.lineal("data", "merge", "--take", "theirs", "data")

    assert "error: 'data' is not what both sides changed" in outcome.stderr


def test_a_second_merge_waits_for_the_first(clash: Place) -> None:
    """Git would refuse as well; here with the way out."""
    outcome = clash.lineal("data", "merge", "try")

    assert "error: a merge is not finished yet" in outcome.stderr


def test_a_clone_is_told_by_the_first_data_verb(done: Place) -> None:
    """Its settings are its own, so they do not come with it."""
    git("config", "--remove-section", "merge.lineal")

    outcome = done.lineal("data", "branch", "x")

    first = "Git merges dvc.lock and .dvc files with Lineal in this clone from now on."
    assert first == outcome.stderr.splitlines()[0]
    assert "merge-driver" in git("config", "merge.lineal.driver")


def test_a_project_made_by_dvc_works_at_once_in_this_clone(done: Place) -> None:
    """And the note says how it does in every other."""
    git("rm", "-q", ".gitattributes")
    git("commit", "-qm", "as dvc makes it")

    outcome = done.lineal("data", "branch", "x")

    assert "lineal data merge --install" in outcome.stderr
    assert "dvc.lock: merge: lineal\n" == git("check-attr", "merge", "dvc.lock")


def test_without_git_there_are_no_branches(done: Place) -> None:
    """Said."""
    done.write({".dvc/config": "[core]\n    no_scm = true\n"})

    outcome = done.lineal("data", "branch", "x")

    assert "error: this project is not in Git" in outcome.stderr
