"""How a variable reads inside text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lineal.base.errors import TemplateError
from lineal.pipeline.templating.values import ParsingOptions, arguments_of, carried, text_of

DATE = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (None, "None"), (1e-5, "1e-05"), (1.0, "1.0"), (DATE, "2026-01-31")],
)
def test_values_read_as_in_dvc_and_dates_as_iso(value: object, text: str) -> None:
    """A date is the one value DVC cannot carry at all."""
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (ParsingOptions(), "--name 'a b' --deep.x 1 --on --list 1 '2 3'"),
        (
            ParsingOptions("boolean_optional", "append"),
            "--name 'a b' --deep.x 1 --on --no-off --list 1 --list '2 3'",
        ),
    ],
)
def test_a_dictionary_becomes_arguments(options: ParsingOptions, expected: str) -> None:
    """Flattened, quoted, and with the two settings of ``parsing``."""
    values: dict[str, Any] = {
        "name": "a b",
        "deep": {"x": 1, "empty": {}},
        "on": True,
        "off": False,
        "list": [1, "2 3"],
    }

    assert arguments_of(values, options) == expected


def test_a_list_inside_a_list_is_no_argument() -> None:
    """There is no way to write one on a command line."""
    with pytest.raises(TemplateError, match="'--a' holds a list inside a list"):
        arguments_of({"a": [[1]]}, ParsingOptions())


def test_two_values_of_one_argument_are_refused() -> None:
    """A dot in a key looks like nesting once it is flattened."""
    with pytest.raises(TemplateError, match=r"become the argument '--a\.b'"):
        arguments_of({"a": {"b": 1}, "a.b": 2}, ParsingOptions())


def test_only_text_keys_can_be_referred_to() -> None:
    """Others are dropped, at every depth."""
    assert carried({1: "x", "a": [{True: 1, "b": 2}]}) == {"a": [{"b": 2}]}
