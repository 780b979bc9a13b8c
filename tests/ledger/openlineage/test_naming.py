"""Names towards others: the same for everyone, and without secrets."""

from __future__ import annotations

import pytest

from lineal.ledger.openlineage.naming import Home, dataset_of, home_of, path_of, plain_url

ORIGINS = (
    "git@git.example.org:team/churn.git",
    "ssh://git@git.example.org/team/churn.git",
    "https://git.example.org/team/churn",
    "https://ann:secret@git.example.org/team/churn.git/",
)


@pytest.mark.parametrize("origin", ORIGINS)
def test_clones_by_ssh_and_https_have_one_namespace(origin: str) -> None:
    """Two people's events are about the same stages and files."""
    assert "git://git.example.org/team/churn" == home_of(origin, "vm", "/w").namespace


def test_a_project_below_its_repository_has_its_folder_in_the_name() -> None:
    """A repository may hold several projects."""
    assert "git://git.example.org/team/churn/sub" == (
        home_of(ORIGINS[0], "vm", "/w/sub", "sub").namespace
    )


def test_a_project_without_a_remote_is_named_by_its_place() -> None:
    """Nothing better is known."""
    assert "file://vm/work/churn" == home_of(None, "vm", "/work/churn").namespace


@pytest.mark.parametrize(
    ("namespace", "name", "path"),
    [
        ("s3://lake", "out/table", "s3://lake/out/table"),
        ("s3a://lake", "/out//table/", "s3://lake/out/table"),
        ("gs://lake", "/", "gs://lake"),
        ("file", "/data/x.csv", "/data/x.csv"),
        ("file://vm", "/data/x.csv", "/data/x.csv"),
        ("file", "/work/churn/data/x.csv", "data/x.csv"),
        ("file", "/work/churn/../x.csv", "/work/x.csv"),
        ("file://other", "/data/x.csv", "file://other/data/x.csv"),
        ("postgres://db:5432", "shop.public.orders", "postgres://db:5432/shop.public.orders"),
        ("abfss://box@account.example.org", "t", "abfss://box@account.example.org/t"),
        ("https://ann:secret@host", "x?token=abc", "https://host/x"),
        ("git://git.example.org/team/churn", "data/x.csv", "data/x.csv"),
        ("git://git.example.org/team/churn", "../x", "git://git.example.org/team/churn/../x"),
    ],
)
def test_what_others_call_a_dataset_is_one_path(
    home: Home, namespace: str, name: str, path: str
) -> None:
    """However it is spelled; and a name never leads out of the project."""
    assert path == path_of(home, namespace, name)


@pytest.mark.parametrize("path", ["data/x.csv", "/data/x.csv", "s3://lake/out/table"])
def test_a_path_comes_back_from_its_name(home: Home, path: str) -> None:
    """What we tell others and they tell us again is the same thing."""
    assert path == path_of(home, *dataset_of(home, path))


def test_a_query_stays_unless_it_signs() -> None:
    """It may say which data; a signature lets in whoever has it."""
    urls = ["https://h/x?id=1", "https://h/x?X-Amz-Signature=1"]

    assert ["https://h/x?id=1", "https://h/x"] == [plain_url(url) for url in urls]
