"""Compiled graphs: what they say is what the predictor of training time says."""

from __future__ import annotations

import numpy as np
import pytest

from lineal.base.errors import BundleError
from lineal.bundle.compiling import compile_model, signature_of
from lineal.bundle.frames import frame_columns
from lineal.bundle.session import open_session
from lineal.learning.predictor import score
from tests.bundle import fitted


@pytest.mark.parametrize("family", fitted.FAMILIES)
def test_a_graph_scores_as_training_does(family: str) -> None:
    """On rows that it has not seen, with gaps and unknown countries among them."""
    model, rows = fitted.model(family), fitted.table(300, seed=2)
    rows = rows.with_columns(country=rows["country"].replace("DE", "NEW"))
    signature = signature_of(model.recipe)
    session = open_session(compile_model(model), signature, "m")
    found = session.run(["score"], frame_columns(rows, signature))[0][:, 0]
    np.testing.assert_allclose(found, score(model, rows), rtol=0, atol=1e-12)


@pytest.mark.parametrize("columns", [("country", "minutes"), ("minutes", "courses", "paying")])
@pytest.mark.parametrize("family", ["logistic", "svm"])
def test_no_number_is_rounded_to_float32(family: str, columns: tuple[str, ...]) -> None:
    """ONNX Runtime takes a single factor into the product beside it, with a float32's digits."""
    model, rows = fitted.model(family, columns=columns), fitted.table(300, seed=2)
    signature = signature_of(model.recipe)
    session = open_session(compile_model(model), signature, "m")
    found = session.run(["score"], frame_columns(rows, signature))[0][:, 0]
    np.testing.assert_allclose(found, score(model, rows), rtol=0, atol=1e-12)


@pytest.mark.parametrize("family", fitted.FAMILIES)
def test_the_same_model_is_the_same_bytes(family: str) -> None:
    """Nothing in a graph comes of a moment or a machine."""
    model = fitted.model(family)
    assert compile_model(model) == compile_model(model)


def test_an_unknown_family_is_named() -> None:
    """With those that there are."""
    model = fitted.model("tree")
    other = model._replace(
        fitted=type(model.fitted)(family="oracle", plan=(), hyper={}, threshold=0.5)
    )
    with pytest.raises(BundleError, match="family 'oracle' cannot be compiled"):
        compile_model(other)


def test_an_array_that_is_missing_is_named() -> None:
    """With the step that makes it."""
    model = fitted.model("logistic")
    with pytest.raises(BundleError, match="no array 'coef', which it needs"):
        compile_model(model._replace(arrays={"intercept": model.arrays["intercept"]}))


def test_a_column_that_the_recipe_does_not_make_is_named() -> None:
    """A plan of another recipe does not fit."""
    model = fitted.model("logistic")
    other = type(model.recipe)(
        target="purchased", inputs=model.recipe.inputs[1:], features=(), columns=()
    )
    with pytest.raises(BundleError, match="no column 'country', which it needs"):
        compile_model(model._replace(recipe=other))
