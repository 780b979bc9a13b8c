"""``lineal remote …``: dvc's flags, dvc's bytes in the config files, and our warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.project import Project
    from tests.pipeline.place import Place

FILES = (".dvc/config", ".dvc/config.local", "../config/config")

SESSION = (
    ("add", "-d", "Store", "../store"),
    ("add", "s3", "s3://bucket/path"),
    ("modify", "s3", "region", "eu-west-1"),
    ("list", "--local"),
    ("modify", "--local", "s3", "secret_access_key", "se,cret # 'x'"),
    ("modify", "s3", "credentialpath", "secrets/aws"),
    ("list",),
    ("list", "--project"),
    ("default",),
    ("add", "s3", "gs://bucket"),
    ("add", "-f", "s3", "s3://bucket2"),
    ("modify", "store", "url", "~/store"),
    ("modify", "store", "jobs", "many"),
    ("modify", "store", "typ", "copy"),
    ("modify", "nothing", "jobs", "1"),
    ("add", "--global", "home", "/data/remote"),
    ("modify", "--global", "home", "jobs", "3"),
    ("default", "--local", "home"),
    ("default", "nothing"),
    ("list",),
    ("rename", "home", "house"),
    ("rename", "--global", "home", "house"),
    ("rename", "store", "s3"),
    ("rename", "store", "shop"),
    ("default",),
    ("default", "--project"),
    ("modify", "-u", "shop", "jobs"),
    ("remove", "--global", "house"),
    ("default",),
    ("add", "x", "remote://shop/sub"),
    ("remove", "nothing"),
    ("remove", "shop"),
    ("default", "-u"),
    ("default",),
    ("default", "--local"),
    ("list",),
)


@pytest.mark.peer
def test_a_session_leaves_the_same_files_and_answers_as_dvc(project: Project) -> None:
    """Byte for byte after every command, with the same success and the same words on stdout."""
    found: dict[str, list[object]] = {}
    for tool in ("dvc", "lineal"):
        for name in FILES:
            (project.root / name).unlink(missing_ok=True)
        project.write({".dvc/config": ""})
        found[tool] = []
        for words in SESSION:
            done = project.tool(tool, "remote", *words)
            # Once it has something to undo, dvc leaves an empty config.local behind; we do not.
            texts = [project.read(name) for name in FILES if (project.root / name).exists()]
            # And it breaks a long line where a terminal would end.
            said = "".join(done.stdout.split())  # dvc folds long lines
            found[tool].append((words, done.ok, said, [text for text in texts if text]))

    for expected, actual in zip(found["dvc"], found["lineal"], strict=True):
        assert expected == actual


@pytest.fixture
def project_of(place: Place) -> Place:
    """A project with one remote."""
    place.lineal("remote", "add", "store", "s3://bucket/path")
    return place


@pytest.mark.parametrize(
    ("option", "value"),
    [("secret_access_key", "hunter2"), ("session_token", "hunter2")],
)
def test_a_secret_in_a_shared_file_is_warned_of_and_not_repeated(
    project_of: Place, option: str, value: str
) -> None:
    """It is written, as asked; the hint says how to move it."""
    outcome = project_of.lineal("remote", "modify", "store", option, value)

    assert (True, True, False) == (
        outcome.ok,
        f"warning: {option} is now in .dvc/config, which Git shares" in outcome.stderr,
        value in outcome.stderr + outcome.stdout,
    )
    assert "--local" in outcome.stderr


def test_a_secret_in_a_file_that_git_ignores_is_nobodys_business(project_of: Place) -> None:
    """No warning for ``--local``."""
    outcome = project_of.lineal(
        "remote", "modify", "--local", "store", "secret_access_key", "hunter2"
    )

    assert (True, "") == (outcome.ok, outcome.stderr)


def test_a_password_in_a_url_is_warned_of_and_never_listed(place: Place) -> None:
    """The user's name stays."""
    added = place.lineal("remote", "add", "web", "https://ada:hunter2@example.com/data?sig=x")
    listed = place.lineal("remote", "list")

    assert "a password in the URL is now in .dvc/config" in added.stderr
    assert "web     https://ada@example.com/data\n" == listed.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("modify", "store", "regoin", "eu"), "did you mean 'region'?"),
        (("modify", "stor", "region", "eu"), "remote 'stor' doesn't exist; did you mean 'store'?"),
        (("modify", "store", "jobs", "0"), "expected a whole number from 1"),
        (("modify", "store", "region"), "which value for region?"),
        (("default", "stroe"), "did you mean 'store'?"),
        (("remove", "stroe"), "did you mean 'store'?"),
        (("add", "store", "s3://other"), "remote 'store' already exists"),
        (("add", "x", "htps://host"), "unknown kind of remote htps://; did you mean 'https'?"),
        (("rename", "store", "store"), "remote 'store' already exists"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    project_of: Place, words: tuple[str, ...], message: str
) -> None:
    """With a hint."""
    before = project_of.read(".dvc/config")

    outcome = project_of.lineal("remote", *words)

    assert (False, before) == (outcome.ok, project_of.read(".dvc/config"))
    assert message in outcome.stderr
    assert "hint: " in outcome.stderr


def test_a_remote_only_dvc_can_talk_to_is_added_with_a_warning(place: Place) -> None:
    """It is a valid setting of the project all the same."""
    outcome = place.lineal("remote", "add", "drive", "gdrive://folder")

    assert (True, True) == (outcome.ok, "Lineal does not talk to Google Drive" in outcome.stderr)


def test_the_list_can_name_the_files_that_speak_of_a_remote(project_of: Place) -> None:
    """Both, when a local file adds a secret."""
    project_of.lineal("remote", "modify", "--local", "store", "profile", "me")

    outcome = project_of.lineal("remote", "list", "--show-origin")

    assert ["store", "s3://bucket/path", ".dvc/config,.dvc/config.local"] == outcome.stdout.split()


def test_what_another_file_still_says_of_a_removed_remote_is_named(project_of: Place) -> None:
    """A section without a URL is an error for every command, in dvc as well."""
    project_of.lineal("remote", "modify", "--local", "store", "profile", "me")

    outcome = project_of.lineal("remote", "remove", "store")

    assert outcome.ok
    assert "remote 'store' is still in .dvc/config.local" in outcome.stderr
    assert "lineal remote remove --local store" in outcome.stderr


def test_removing_a_setting_that_is_not_there_says_so(project_of: Place) -> None:
    """And is no error, as in DVC."""
    outcome = project_of.lineal("remote", "modify", "-u", "store", "profile")

    assert (True, True) == (outcome.ok, "had no profile there" in outcome.stderr)


def test_outside_a_project_the_users_own_remotes_can_be_changed(project: Project) -> None:
    """Only those: `--global` and `--system`."""
    outside = project._replace(root=project.root.parent)

    done = [
        outside.lineal("remote", "add", "--global", "x", "/data").ok,
        outside.lineal("remote", "add", "y", "/data").ok,
        outside.lineal("remote", "list", "--global").stdout,
    ]

    assert [True, False, "x       /data\n"] == done
