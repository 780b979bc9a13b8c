"""Bytes become rows, or a refusal that says where and why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.serving.checking import checked_row
from lineal.serving.decoding import Decoder
from lineal.serving.refusal import Refusal
from tests.serving.rows import GOOD, INPUTS, VALUES

DECODER = Decoder(INPUTS, most_rows=3)
ANYTHING: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
    st.just([]),
)
NAN_AT = (
    "malformed JSON at line 2, column 3: invalid character; NaN and Infinity are no JSON, null is"
)


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def refused(found: object) -> Refusal:
    assert isinstance(found, Refusal)
    return found


def test_a_good_row_is_its_values() -> None:
    """In the order of the signature."""
    assert DECODER.one(body(GOOD)) == VALUES


def test_good_rows_are_their_values() -> None:
    """One after the other."""
    assert DECODER.many(body({"rows": [GOOD, GOOD]})) == [VALUES, VALUES]


@given(st.dictionaries(st.sampled_from([*GOOD, "other"]), ANYTHING))
def test_the_quick_and_the_careful_reading_agree(changes: dict[str, Any]) -> None:
    """The quick decoder never takes what the careful one refuses, nor gives other values."""
    row = {**GOOD, **changes}
    values, problems = checked_row(row, INPUTS, None)
    found = DECODER.one(body(row))
    assert (found.problems if isinstance(found, Refusal) else found) == (
        tuple(problems) if problems else values
    )


@given(st.binary(max_size=30) | st.from_regex(rb'\{("(rows|minutes)":|[\[\]{},0-9eE.n"-]){,20}'))
def test_whatever_is_sent_is_rows_or_a_refusal(sent: bytes) -> None:
    """Never an error of ours."""
    found = (DECODER.one(sent), DECODER.many(sent))
    assert all(isinstance(one, tuple | list) for one in found)


def test_the_message_names_the_first_problem_and_counts_the_others() -> None:
    """It has to do when only a log line is seen."""
    rows = [GOOD, {**GOOD, "paying": 1, "minutes": "x"}]
    found = refused(DECODER.many(body({"rows": rows})))
    expected = "row 1, field 'minutes': expected a number; got text \"x\" (and 1 more problem)"
    assert (found.status, found.message) == (422, expected)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", "the body is empty; it has to be JSON"),
        (b'{"minutes": ', "the JSON ends too early"),
        (b'{"minutes":\n  NaN}', NAN_AT),
        (b"[" * 100_000, "the JSON is nested too deeply"),
        (b"{}x", "malformed JSON at line 1, column 3: trailing characters"),
        (b"[1e999, NaN", "a number is out of range"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(sent: bytes, message: str) -> None:
    """Line and column, as an editor shows them."""
    found = refused(DECODER.one(sent))
    assert (found.status, found.message) == (400, message)


def test_bytes_that_are_no_utf8_are_refused() -> None:
    """JSON is UTF-8."""
    assert refused(DECODER.one(b'{"country":"\xff"}')).status == 400


def test_a_number_beyond_float64_is_a_problem_of_its_field() -> None:
    """It is JSON, but nothing a model could take."""
    sent = body(GOOD).replace(b"1.5", b"1e999")
    expected = ("minutes", "a number that is too large")
    assert [(p.field, p.got) for p in refused(DECODER.one(sent)).problems] == [expected]


@pytest.mark.parametrize("sent", [[GOOD], {"row": []}, {"rows": GOOD}, {"rows": [], "x": 1}])
def test_a_batch_is_an_object_with_rows_and_nothing_else(sent: object) -> None:
    """What was meant is said."""
    (problem,) = refused(DECODER.many(body(sent))).problems
    assert problem.expected == 'an object {"rows": […]}'


@pytest.mark.parametrize("row", [GOOD, 5])
def test_more_rows_than_are_taken_are_refused(row: object) -> None:
    """Whether they are right or not."""
    found = refused(DECODER.many(body({"rows": [row] * 4})))
    assert (found.status, found.code) == (413, "too-many-rows")


def test_an_answer_lists_a_hundred_problems_and_counts_the_rest() -> None:
    """No answer is larger than the request by much."""
    many = Decoder(INPUTS, most_rows=200)
    found = refused(many.many(body({"rows": [{**GOOD, "paying": 1}] * 130})))
    assert (len(found.problems), found.unlisted) == (100, 30)
