"""``lineal import-url``, ``import`` and ``update``: what they refuse, and in which words."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pipeline.place import Place


@pytest.fixture
def there(place: Place) -> Place:
    """A file outside of the project, imported."""
    (place.root.parent / "there").write_text("1")
    assert place.lineal("import-url", "../there", "here").ok
    return place


def test_an_output_that_is_there_is_not_replaced(there: Place) -> None:
    """Unless that is asked for."""
    done = there.lineal("import-url", "../there", "here")
    assert (1, True) == (done.exit_code, "'here' already exists locally" in done.stderr)
    assert there.lineal("import-url", "--force", "../there", "here").ok


def test_a_directory_that_is_not_there_is_named(place: Place) -> None:
    """It is not made in passing."""
    done = place.lineal("import-url", "../there", "no/such")
    assert "hint: mkdir -p no" in done.stderr


def test_outside_of_the_project_nothing_is_imported(place: Place) -> None:
    """Nothing there could be cached."""
    done = place.lineal("import-url", "https://example.com/x", "../x")
    assert "lies outside of the project" in done.stderr


def test_a_bucket_without_a_name_for_the_data_asks_for_one(place: Place) -> None:
    """It has none of its own."""
    done = place.lineal("import-url", "s3://bucket")
    assert (2, True) == (done.exit_code, "name the output" in done.stderr)


def test_a_source_that_is_missing_writes_nothing(place: Place) -> None:
    """Neither a file nor a line for Git."""
    done = place.lineal("import-url", "../nowhere")
    assert "dependency '../nowhere' does not exist" in done.stderr
    assert not place.exists("nowhere.dvc")
    assert not place.exists(".gitignore")


@pytest.mark.parametrize(
    "flags",
    [["--to-remote", "--no-download"], ["--to-remote", "--version-aware"], ["--remote", "r"]],
)
def test_flags_that_contradict_each_other(place: Place, flags: list[str]) -> None:
    """Said before anything is asked of anybody."""
    done = place.lineal("import-url", "https://example.com/x", *flags)
    assert (2, True) == (done.exit_code, "--to-remote" in done.stderr)


def test_a_setting_that_is_none(place: Place) -> None:
    """``--fs-config`` takes pairs."""
    done = place.lineal("import-url", "s3://bucket/x", "--fs-config", "region")
    assert "'region' is not NAME=VALUE" in done.stderr


def test_a_setting_with_a_typo(place: Place) -> None:
    """The nearest that there is."""
    done = place.lineal("import-url", "s3://bucket/x", "--fs-config", "endpointrul=x")
    assert "did you mean 'endpointurl'?" in done.stderr


def test_settings_of_a_url_are_where_the_project_can_see_them(there: Place) -> None:
    """As DVC writes them."""
    done = there.lineal("import-url", "--no-exec", "s3://b/x", "--fs-config", "region=eu")
    assert done.ok
    assert "  fs_config:\n    region: eu\n" in there.read("x.dvc")


def test_what_was_not_imported_cannot_be_updated(place: Place) -> None:
    """The verbs that record it are named."""
    place.write({"mine": "1"})
    place.lineal("add", "mine")
    done = place.lineal("update", "mine.dvc")
    assert (1, True) == (done.exit_code, "is not an import" in done.stderr)


def test_below_a_directory_only_imports_are_updated(there: Place) -> None:
    """Others are passed over."""
    there.write({"mine": "1"})
    there.lineal("add", "mine")
    (there.root.parent / "there").write_text("2")
    done = there.lineal("update", "--recursive", ".")
    assert done.stdout == f"Importing '{there.root.parent}/there' -> 'here'\n"
    assert "2" == there.read("here")


def test_an_update_brings_back_what_was_edited(there: Place) -> None:
    """From the cache: its source has not changed."""
    os.unlink(there.root / "here")
    there.write({"here": "mine"})
    assert there.lineal("update", "here.dvc").ok
    assert "1" == there.read("here")


def test_a_forced_commit_keeps_what_the_data_of_a_frozen_import_came_of(there: Place) -> None:
    """So that an update still finds what is new."""
    (there.root.parent / "there").write_text("2")
    assert there.lineal("commit", "--force", "here.dvc").ok
    there.lineal("update", "here.dvc")
    assert "2" == there.read("here")


def test_a_path_that_another_project_does_not_have(place: Place) -> None:
    """It is named with the project."""
    other = place.root.parent / "other"
    subprocess.run(["git", "init", "-q", other], check=True)
    subprocess.run(["git", "-C", other, "commit", "-q", "--allow-empty", "-m", "."], check=True)
    done = place.lineal("import", f"file://{other}", "nope")
    assert (1, True) == (done.exit_code, "'nope' does not exist in file://" in done.stderr)


def test_data_out_of_a_database_is_left_to_dvc(place: Place) -> None:
    """Its file survives, and says what to do."""
    text = "frozen: true\ndeps:\n- db:\n    query: select 1\n    connection: c\nouts:\n- path: t\n"
    place.write({"t.dvc": text})
    done = place.lineal("update", "t.dvc")
    assert "hint: dvc update t.dvc" in done.stderr
    assert place.lineal("status", "--json").ok
    assert text == place.read("t.dvc")
