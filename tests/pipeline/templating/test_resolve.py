"""A dvc.yaml as stages: what the comparison with DVC cannot show."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from lineal.base.errors import TargetError, TemplateError
from lineal.pipeline.documents.read import document_of
from lineal.pipeline.templating.resolve import ResolvedStage, Resolver

if TYPE_CHECKING:
    from collections.abc import Callable


def resolver_of(text: str, params: dict[str, Any] | None = None, **more: Any) -> Resolver:
    """A dvc.yaml in /project, with params.yaml beside it."""
    document = document_of(text.encode(), "/project/dvc.yaml")
    read = reading({"/project/params.yaml": params})
    return Resolver(document.data, "/project", "dvc.yaml", read, document=document, **more)


def reading(files: dict[str, object]) -> Callable[[str], object]:
    def read(path: str) -> object:
        return files.get(path)

    return read


def test_a_stage_without_expressions_is_not_even_copied() -> None:
    """Thousands of plain stages cost next to nothing."""
    data = {"stages": {"s": {"cmd": "echo $HOME", "outs": ["a"]}}}
    stage = Resolver(data, "/project", "dvc.yaml", reading({})).stage("s")

    assert stage.data is data["stages"]["s"]


def test_the_document_is_left_as_it_was() -> None:
    """It may be written back later."""
    text = "stages: {s: {cmd: 'x ${a}', vars: [{a: 1}]}}"
    resolver = resolver_of(text)
    before = repr(document_of(text.encode(), "x").data)
    resolver.stage("s")

    assert repr(resolver._data) == before


def test_a_templated_stage_knows_where_it_comes_from() -> None:
    """Neither can be written back to dvc.yaml."""
    resolver = resolver_of("stages: {s: {cmd: '${a}'}, g: {foreach: [1], do: {cmd: x}}}", {"a": 1})
    stages = [resolver.stage(name) for name in resolver.names()]

    assert [(s.name, s.generated_from, s.parametrized) for s in stages] == [
        ("s", None, True),
        ("g@1", "g", True),
    ]


def test_a_date_reads_as_iso_text() -> None:
    """DVC cannot load a params.yaml with a date in it at all."""
    resolver = resolver_of(
        "stages: {s: {cmd: 'x ${day} ${all}', deps: ['${day}']}}",
        {"day": dt.date(2026, 1, 31), "all": {"at": dt.datetime(2026, 1, 31, 12)}},  # noqa: DTZ001 - as YAML gives it
    )

    assert resolver.stage("s").data == {
        "cmd": "x 2026-01-31 --at 2026-01-31T12:00:00",
        "deps": ["2026-01-31"],
    }


def test_every_file_that_was_asked_for_is_known() -> None:
    """Also those that are not there: creating one changes the result."""
    read = reading({"/project/sub/more.yaml": {"b": 2}})
    data = {"stages": {"s": {"cmd": "${b}", "wdir": "sub", "vars": ["more.yaml"]}}}
    resolver = Resolver(data, "/project", "dvc.yaml", read)
    resolver.stage("s")

    assert resolver.files_read == {"/project/params.yaml", "/project/sub/more.yaml"}


def test_groups_list_their_members() -> None:
    """As a target, the name of a group stands for all of them."""
    resolver = resolver_of("stages: {g: {matrix: {a: [1, 2], b: [{x: 1}]}, cmd: x}, s: {cmd: y}}")

    assert (resolver.group("g"), resolver.group("s")) == (["g@1-b0", "g@2-b0"], [])


def test_a_hidden_variable_is_warned_about_once() -> None:
    """Whoever defined ``item`` may expect it to be seen."""
    warnings: list[str] = []
    resolver = resolver_of(
        "stages: {g: {foreach: [1, 2], do: {cmd: '${item}'}}}", {"item": 0}, warn=warnings.append
    )
    for name in resolver.names():
        resolver.stage(name)

    assert warnings == [
        "item is already specified, will be overwritten for stages generated from 'g'"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stages:\n  s:\n    cmd: ${lrr}", r"^dvc\.yaml:3: stages\.s\.cmd: .* mean 'lr'\?"),
        ("stages:\n  s:\n    cmd: x\n    wdir: ${a.}", r"^dvc\.yaml:4: stages\.s\.wdir: "),
        (
            "stages:\n  g:\n    foreach: [1]\n    do:\n      cmd: ${itm}",
            r"^dvc\.yaml:5: stages\.g@1\.cmd: .* mean 'item'\?",
        ),
        ("stages:\n  g:\n    foreach: ${lr}\n    do: {cmd: x}", r"^dvc\.yaml:3: .*got 'int'"),
        ("vars: [{lr: 2}]\nstages:\n  s: {cmd: x}", r"^dvc\.yaml:1: vars: cannot redefine 'lr'"),
    ],
)
def test_errors_name_file_line_and_key(text: str, message: str) -> None:
    """Under the name of the stage as the user knows it."""
    with pytest.raises(TemplateError, match=message):
        all_stages(text, {"lr": 1})


def test_all_problems_of_a_stage_are_told_at_once() -> None:
    """One line each."""
    with pytest.raises(TemplateError, match="could not find") as caught:
        all_stages("stages: {s: {cmd: '${a}', deps: [x], outs: ['${b}']}}", {})

    assert caught.value.message.splitlines() == [
        "dvc.yaml:1: stages.s.cmd: could not find 'a'",
        "dvc.yaml:1: stages.s.outs: could not find 'b'",
    ]


def test_only_known_stages_can_be_had() -> None:
    """With a suggestion, since names are typed by hand."""
    with pytest.raises(TargetError, match=r"no stage 'tran' in dvc\.yaml; did you mean 'train'"):
        resolver_of("stages: {train: {cmd: x}}").stage("tran")


def test_a_stage_cannot_be_called_like_a_generated_one() -> None:
    """DVC lists it and then does not find it."""
    with pytest.raises(TargetError, match="the stage name 'a@b' contains '@'"):
        resolver_of("stages: {a@b: {cmd: x}}").stage("a@b")


def all_stages(text: str, params: dict[str, Any]) -> list[ResolvedStage]:
    resolver = resolver_of(text, params)
    return [resolver.stage(name) for name in resolver.names()]
