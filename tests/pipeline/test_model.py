"""What a stage says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from lineal.pipeline.model import Dep, Out, StageKey
from tests.pipeline.make import params, stage


@pytest.mark.parametrize(
    ("cmd", "expected"),
    [("a && b", ["a && b"]), ("a\nb", ["a", "b"]), (["a", "b c"], ["a", "b c"]), (None, [])],
)
def test_each_line_or_item_is_a_command_of_its_own(cmd: Any, expected: list[str]) -> None:
    """As DVC splits them."""
    assert expected == stage(cmd=cmd).commands


@pytest.mark.parametrize(
    ("lock", "expected"),
    [(None, False), ({"cmd": "true"}, False), ({"cmd": "false"}, True), ({"cmd": ["true"]}, True)],
)
def test_a_command_changed_when_another_is_recorded(lock: Any, *, expected: bool) -> None:
    """A list of one is not the same as a string: DVC compares what is written."""
    assert expected == stage(lock=lock).cmd_changed


def test_a_callback_has_a_command_and_nothing_else() -> None:
    """Any dependency, parameter or output makes it an ordinary stage."""
    kinds = [stage(), stage(deps="d"), stage(outs="o"), stage(params=(params("k"),))]

    assert [True, False, False, False] == [one.is_callback for one in kinds]


def test_a_dvc_file_is_a_source_of_data_and_with_one_dependency_an_import() -> None:
    """A command makes it neither."""
    added = stage(None, cmd=None, outs="o")
    imported = stage(None, cmd=None, deps="d", outs="o")
    made = stage(deps="d", outs="o")

    assert [(True, False), (True, True), (False, False)] == [
        (one.is_data_source, one.is_import) for one in (added, imported, made)
    ]


def test_urls_are_no_local_paths() -> None:
    """Locks and claims are about this machine."""
    one = stage(
        deps="d",
        params=(params("k"),),
        outs="o",
    )
    remote_dep = Dep("s3://b/d", "s3://b/d", in_repo=False, external=True)
    remote_out = Out("s3://b/o", "s3://b/o", in_repo=False, external=True)
    one = one._replace(deps=(*one.deps, remote_dep), outs=(*one.outs, remote_out))

    assert (["/p/d", "/p/params.yaml"], ["/p/o"]) == (one.local_inputs, one.local_outs)


def test_a_stage_is_identified_by_file_and_name() -> None:
    """Equal keys, whatever else differs."""
    assert StageKey("/p/dvc.yaml", "s") == stage(cmd="a").key == stage(cmd="b").key
