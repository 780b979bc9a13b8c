"""What a person reads when a project file is wrong."""

from __future__ import annotations

import pytest

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.read import Document, document_of
from lineal.pipeline.schema import (
    validate_dvc,
    validate_lock,
    validate_pipeline,
    validate_resolved,
)
from lineal.pipeline.templating.resolve import ResolvedStage


def document(text: str, name: str = "dvc.yaml") -> Document:
    return document_of(text.encode(), name)


def problems_of(text: str) -> list[str]:
    found = document(text)
    with pytest.raises(DocumentError, match=r"dvc\.yaml") as caught:
        validate_pipeline(found.data, found)
    return caught.value.message.splitlines()


def test_all_problems_of_a_file_are_told_at_once() -> None:
    """Each with its line and key, so that one look is enough to mend them."""
    text = "stages:\n  a:\n    dep: [x]\n    outs: x\nvar: []\n"

    assert problems_of(text) == [
        "dvc.yaml:3: stages.a.dep: unknown key; did you mean 'deps'?",
        "dvc.yaml:4: stages.a.outs: expected a list, got 'x'",
        "dvc.yaml:2: stages.a: the key 'cmd' is missing",
        "dvc.yaml:5: var: unknown key; did you mean 'vars'?",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("yes", "expected true or false, got 'yes', which is text in YAML 1.2"),
        ("${x}", "expected true or false, got '${x}'; templates are not filled in here"),
        ("1", "expected true or false, got 1"),
    ],
)
def test_a_flag_that_is_none_is_explained(value: str, message: str) -> None:
    """Old YAML habits are the usual cause."""
    text = f"stages: {{a: {{cmd: x, frozen: {value!s}}}}}".replace("${x}", "'${x}'")

    assert problems_of(text) == [f"dvc.yaml:1: stages.a.frozen: {message}"]


def test_keys_that_are_not_text_are_named() -> None:
    """YAML reads ``1:`` as a number."""
    expected = "dvc.yaml:1: stages: the key 1 is not text; put it into quotes"

    assert problems_of("stages: {1: {cmd: x}}") == [expected]


def test_a_long_list_of_problems_is_cut() -> None:
    """Whoever sees twenty knows that something general is wrong."""
    lines = problems_of("stages: {" + ", ".join(f"s{n}: 1" for n in range(25)) + "}")

    assert (len(lines), lines[-1]) == (21, "and 5 more")


def test_a_lock_of_another_version_is_refused() -> None:
    """There is only one schema since DVC 2."""
    lock = document("schema: '1.0'\n", "dvc.lock")

    with pytest.raises(DocumentError, match=r"expected the schema version '2\.0', got '1\.0'"):
        validate_lock(lock.data, lock)


def test_a_dvc_file_has_no_command() -> None:
    """It describes data; commands belong into dvc.yaml."""
    wrong = document("outs:\n- path: a\ncmd: x\n", "a.dvc")

    with pytest.raises(DocumentError, match=r"a\.dvc:3: cmd: unknown key"):
        validate_dvc(wrong.data, wrong)


def test_a_path_that_turned_out_to_be_a_number_is_refused() -> None:
    """DVC looks at types before templates are filled in only, and crashes later."""
    found = document("stages:\n  a:\n    cmd: x\n    deps: ['${n}']\n")
    stage = ResolvedStage("a", {"cmd": "x", "deps": [1]})

    with pytest.raises(DocumentError, match=r"dvc\.yaml:4: stages\.a\.deps\.0: expected text"):
        validate_resolved(stage, found)
