"""Why a stage would run: what was recorded against what was seen."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.pipeline.external.identity import file_seen
from lineal.pipeline.model import Dep, Recorded, Stage
from lineal.pipeline.reasons import DEP, UPDATE, Reason, Seen, decisive, find_reasons, status_of
from lineal.storage.observe import Observation
from tests.pipeline.make import params, recorded, stage


def seen(oid: str | None) -> Observation | None:
    return None if oid is None else Observation(oid, 1, None, isexec=False, contents=None)


def look(
    deps: str = "", outs: str = "", values: dict[str, Any] | None = None, cached: str = ""
) -> Seen:
    """Hashes in order, '-' for a path that is not there; ``cached`` of the outputs."""
    return Seen(
        tuple(seen(None if oid == "-" else oid) for oid in deps.split()),
        () if values is None else (values,),
        tuple(seen(None if oid == "-" else oid) for oid in outs.split()),
        tuple(word == "yes" for word in (cached or "yes " * len(outs.split())).split()),
    )


def shape(one: Stage, facts: Seen) -> list[str | dict[str, Any]]:
    return status_of(find_reasons(one, facts), lambda path: path.removeprefix("/p/"))


LOCK = {"cmd": "true"}


def test_as_recorded_means_no_reason() -> None:
    """Nothing to say."""
    one = stage(deps="d=1", outs="o=2", lock=LOCK, params=(params("lr", {"lr": 1}),))

    assert [] == find_reasons(one, look("1", "2", {"lr": 1}))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (look("9", "2"), [{"changed deps": {"d": "modified"}}]),
        (look("-", "2"), [{"changed deps": {"d": "deleted"}}]),
        (look("1", "9"), [{"changed outs": {"o": "modified"}}]),
        (look("1", "-"), [{"changed outs": {"o": "deleted"}}]),
        (look("1", "2", cached="no"), [{"changed outs": {"o": "not in cache"}}]),
        (look("1", "-", cached="no"), [{"changed outs": {"o": "not in cache"}}]),
        (
            look("9", "9"),
            [{"changed deps": {"d": "modified"}}, {"changed outs": {"o": "modified"}}],
        ),
    ],
)
def test_data_that_differs(facts: Seen, expected: list[Any]) -> None:
    """By path, with how."""
    assert expected == shape(stage(deps="d=1", outs="o=2", lock=LOCK), facts)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"lr": 2, "n": 3}, {"lr": "modified"}),
        ({"n": 3}, {"lr": "deleted"}),
        ({"lr": 1, "n": 4}, {"n": "modified"}),
        ({"lr": True, "n": 3.5}, {"n": "modified"}),
    ],
)
def test_parameters_that_differ(values: dict[str, Any], expected: dict[str, str]) -> None:
    """By key; that ``True == 1`` is DVC's notion of equality as well."""
    one = stage(lock=LOCK, params=(params("lr n", {"lr": 1, "n": 3}),))

    assert [{"changed deps": {"params.yaml": expected}}] == shape(one, look(values=values))


def test_a_whole_file_of_parameters_tells_new_and_gone_keys_apart() -> None:
    """No keys declared: all of them count."""
    one = stage(lock=LOCK, params=(params("", {"old": 1, "same": 2}),))

    found = shape(one, look(values={"same": 2, "new": 3}))

    assert [{"changed deps": {"params.yaml": {"new": "new", "old": "deleted"}}}] == found


@pytest.mark.parametrize(("there", "how"), [(None, "deleted"), ({"lr": 1}, "new")])
def test_a_parameter_file_as_a_whole(there: dict[str, Any] | None, how: str) -> None:
    """Missing now, or never recorded."""
    one = stage(lock=LOCK, params=(params("lr", None),))
    facts = look()._replace(params=(there,))

    assert [{"changed deps": {"params.yaml": how}}] == shape(one, facts)


def test_one_file_as_dependency_and_as_parameters_is_told_by_its_parameters() -> None:
    """The later of the two wins, as in DVC."""
    one = stage(deps="params.yaml=1", lock=LOCK, params=(params("lr", {"lr": 1}),))

    found = shape(one, look("9", values={"lr": 2}))

    assert [{"changed deps": {"params.yaml": {"lr": "modified"}}}] == found


def test_the_tail_is_always_then_command() -> None:
    """In DVC's order and words."""
    one = stage(deps="d=1", always_changed=True, lock={"cmd": "other"})

    found = shape(one, look("9"))

    assert [{"changed deps": {"d": "modified"}}, "always changed", "changed command"] == found


def test_a_command_without_deps_and_outs_always_runs() -> None:
    """There is nothing to compare."""
    assert ["always changed"] == shape(stage(lock=LOCK), look())


def test_a_stage_without_a_record_has_no_command_to_differ_from() -> None:
    """Its outputs say enough."""
    assert [{"changed outs": {"o": "modified"}}] == shape(stage(outs="o"), look("", "2"))


def test_frozen_means_only_outputs_count() -> None:
    """Dependencies are not even looked at."""
    one = stage(deps="d=1", outs="o=2", lock=LOCK, frozen=True)

    assert [{"changed outs": {"o": "deleted"}}] == shape(one, look("", "-"))


def test_an_edited_dvc_file_has_a_changed_checksum() -> None:
    """Of imports only: others record none."""
    one = stage(None, outs="o=2", cmd=None, data={"md5": "1"})

    assert ["changed checksum"] == shape(one, look("", "2")._replace(checksum="2"))


def test_data_of_another_project_is_not_compared() -> None:
    """There is nothing here to compare it with."""
    imported = Dep("x", "x", recorded("1"), in_repo=False, external=True, repo={"url": "u"})

    assert [] == find_reasons(stage(None, cmd=None, deps="")._replace(deps=(imported,)), look("-"))


def test_a_frozen_stage_does_not_run_because_it_always_would() -> None:
    """``status`` still says so."""
    one = stage(outs="o=1", frozen=True, always_changed=True, lock=LOCK)
    reasons = find_reasons(one, look("", "1"))

    assert (["always"], []) == ([r.what for r in reasons], decisive(one, reasons))


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        (look("-", "2"), []),
        (look("1", "-"), []),
        (look("1", "2", cached="no"), []),
        (look("9", "2"), ["dep"]),
        (look("1", "9"), ["out"]),
    ],
)
def test_missing_data_alone_is_forgiven_on_demand(facts: Seen, kept: list[str]) -> None:
    """Changed data is not."""
    one = stage(deps="d=1", outs="o=2", lock=LOCK)

    found = decisive(one, find_reasons(one, facts), allow_missing=True)

    assert kept == [reason.what for reason in found]


@pytest.mark.parametrize(("made", "kept"), [("1", 0), ("7", 1)])
def test_missing_data_whose_maker_has_made_something_else_counts(made: str, kept: int) -> None:
    """What is recorded of the maker decides, the data need not be there."""
    one = stage(deps="d=1", lock=LOCK)
    maker = stage("up", outs=f"d={made}").outs[0]

    found = decisive(
        one, find_reasons(one, look("-")), allow_missing=True, produced=lambda _path: maker
    )

    assert kept == len(found)


def test_a_reason_finds_its_item_in_the_stage() -> None:
    """Two dependencies may be spelled alike in a message; the position is exact."""
    one = stage(deps="a=1 b=2", lock=LOCK)

    assert [Reason("dep", "/p/b", "modified", position=1)] == find_reasons(one, look("1 9"))


def _versioned(version: str) -> Dep:
    entry = {"etag": "e", "size": 1, "version_id": version}
    return Dep("s3://b/k", "s3://b/k", Recorded("e", raw=entry), in_repo=False, external=True)


def test_the_same_bytes_under_a_later_version_are_an_update() -> None:
    """Clouds that keep versions give each upload one."""
    imported = stage()._replace(deps=(_versioned("v1"),))
    facts = Seen((file_seen("etag", "e", 1, "v2"),), (), (), ())
    assert [(DEP, UPDATE)] == [(r.what, r.how) for r in find_reasons(imported, facts)]


def test_data_of_another_project_is_never_a_reason() -> None:
    """It is pinned to a commit."""
    imported = stage()._replace(deps=(Dep("d", "d", repo={"url": "u"}),))
    assert [] == find_reasons(imported, Seen((None,), (), (), ()))
