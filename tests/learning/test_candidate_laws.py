"""What every candidate must keep to: a new one is judged by this without a line of its own."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lineal.learning.candidates.registry import CANDIDATES, find_candidate
from lineal.learning.fitted import Fitted, Model, NumericPlan
from lineal.learning.model_files import from_files, to_files
from lineal.learning.one_thread import one_thread
from tests.learning.conftest import SMALL
from tests.learning.tables import recipe

if TYPE_CHECKING:
    from lineal.learning.candidates.candidate import Learnt

WIDTH = 4


class FirstOfAll:
    """Draws the lower end of everything."""

    def suggest_float(self, name: str, low: float, high: float, **_how: object) -> float:
        assert name
        assert low < high
        return low

    def suggest_int(self, name: str, low: int, high: int, **_how: object) -> int:
        assert name
        assert low < high
        return low


def _table() -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers, halves, a constant column; rows that are equal with unequal labels."""
    random = np.random.default_rng(11)
    matrix = np.stack(
        [random.integers(-2, 3, 200), random.normal(size=200), np.zeros(200), random.random(200)],
        axis=1,
    ).astype(np.float64)
    matrix[50:80] = matrix[20:50]
    labels = (matrix[:, 0] + matrix[:, 1] + random.normal(size=200) > 0.5).astype(np.float64)
    return matrix, labels


def _fit(name: str, matrix: np.ndarray, labels: np.ndarray) -> Learnt:
    candidate = find_candidate(name)
    with one_thread():
        return candidate.fit(matrix, labels, {**candidate.defaults, **SMALL.get(name, {})}, 42)


@pytest.fixture(scope="module", params=CANDIDATES)
def fitted(request: pytest.FixtureRequest) -> tuple[str, Learnt]:
    name: str = request.param
    return name, _fit(name, *_table())


def _as_model(name: str, learnt: Learnt) -> Model:
    plan = tuple(NumericPlan(column=f"c{place}", fill=0.0) for place in range(WIDTH))
    of = Fitted(family=name, plan=plan, hyper={}, threshold=0.5)
    return Model(recipe(), of, learnt.arrays, learnt.texts)


def test_what_is_rebuilt_from_files_is_what_was_fitted(fitted: tuple[str, Learnt]) -> None:
    """Bit for bit, on rows it has seen and on others."""
    name, learnt = fitted
    matrix = np.concatenate([_table()[0], np.random.default_rng(4).normal(size=(50, WIDTH)) * 9])
    read = from_files(to_files(_as_model(name, learnt)))
    scorer = find_candidate(name).rebuild(read.arrays, read.texts, WIDTH)
    with one_thread():
        expected, actual = learnt.score(matrix), scorer(matrix)
    assert expected.tobytes() == actual.tobytes()


def test_the_same_inputs_give_the_same_bytes(fitted: tuple[str, Learnt]) -> None:
    """All files of the model."""
    name, learnt = fitted
    again = _fit(name, *_table())
    assert to_files(_as_model(name, learnt)) == to_files(_as_model(name, again))


def test_scores_are_numbers_and_more_for_what_is_likelier(fitted: tuple[str, Learnt]) -> None:
    """One for each row, probabilities unless they are to be calibrated."""
    name, learnt = fitted
    matrix, labels = _table()
    scores = learnt.score(matrix)
    inside = bool(((scores >= 0) & (scores <= 1)).all()) or find_candidate(name).calibrated
    better = scores[labels > 0].mean() > scores[labels == 0].mean()
    assert ((200,), True, True) == (scores.shape, inside, bool(better))


def test_arrays_hold_finite_numbers(fitted: tuple[str, Learnt]) -> None:
    """What a graph is compiled from."""
    _name, learnt = fitted
    assert {} == {
        name: array for name, array in learnt.arrays.items() if not np.isfinite(array).all()
    }


@pytest.mark.parametrize("name", CANDIDATES)
def test_a_matrix_of_constants_is_learnt_as_one_score(name: str) -> None:
    """Nothing can be told apart; it is neither an error nor a warning."""
    labels = np.array([0.0, 1.0, 0.0, 0.0] * 10)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scores = _fit(name, np.ones((40, WIDTH)), labels).score(np.ones((3, WIDTH)))
    assert (1, True) == (len(set(scores.tolist())), bool(np.isfinite(scores).all()))


@pytest.mark.parametrize("name", CANDIDATES)
def test_its_space_draws_only_what_it_knows(name: str) -> None:
    """Names among its defaults, so that any of them can be fixed in the params."""
    candidate = find_candidate(name)
    assert set() == set(candidate.space(FirstOfAll())) - set(candidate.defaults)


@pytest.mark.parametrize("name", CANDIDATES)
def test_a_hyper_parameter_of_no_sense_is_a_value_error(name: str) -> None:
    """Which training turns into an error that names the candidate."""
    candidate = find_candidate(name)
    first = next(iter(candidate.defaults))
    with pytest.raises((ValueError, TypeError)):
        candidate.fit(*_table(), {**candidate.defaults, first: -1}, 42)
