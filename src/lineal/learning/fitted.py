"""A fitted model as plain values: what training leaves, without pickle. Pure but for numpy.

In files (``model/``): ``model.json`` is `Fitted` as JSON, ``recipe.json`` is the recipe,
``arrays/NAME.npy`` the arrays, and for LightGBM ``booster.txt``. The same values always give the
same bytes.

Arrays by family, float64 unless said:

- ``logistic``: ``coef`` (width,), ``intercept`` (): score = sigmoid(x @ coef + intercept)
- ``neighbours``: ``points`` (n, width), ``labels`` (n,) of 0 and 1, ``k``, ``grid``, ``limit`` ():
  the input is clipped to ``limit`` on both sides and rounded (half to even) to multiples of
  ``grid``, a power of two, as the points are: products and sums of distances are exact then, in
  any order. score = mean label of the k nearest by squared Euclidean distance; of equally near
  ones, the first rows count
- ``svm``: ``vectors`` (n, width), ``dual`` (n,), ``intercept`` (), ``gamma`` (), ``slope`` (),
  ``offset`` (): f = sum of dual * exp(-gamma |x - v|^2), + intercept;
  score = sigmoid(slope * f + offset)
- ``tree``, ``forest``: flat nodes of all trees: ``roots`` (trees,) int64, ``left``, ``right`` int64
  (places in the flat arrays, -1 at leaves), ``feature`` int64, ``threshold``, ``value``: the input
  is rounded to float32 first, goes left when ``x <= threshold``; score = mean over trees of the
  leaf's ``value``
- ``lightgbm``: the same nodes in float64 (no rounding), ``value`` of leaves is what is added;
  score = sigmoid(sum over trees)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from lineal.features.recipe import Recipe


class NumericPlan(msgspec.Struct, frozen=True, kw_only=True, tag="numeric"):
    """One column of the matrix: missing becomes ``fill``, then ``(x - mean) / scale``.

    Candidates that need no scaling have 0 and 1. Truth counts as 0 and 1.
    """

    column: str
    fill: float
    mean: float = 0.0
    scale: float = 1.0


class CategoryPlan(msgspec.Struct, frozen=True, kw_only=True, tag="category"):
    """One column of zeros and ones for each category; any other value has only zeros.

    The empty string is the missing value, and may be a category.
    """

    column: str
    categories: tuple[str, ...]


class Fitted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``plan`` is in the order of the matrix. A score at or above ``threshold`` is positive.

    ``threshold`` lies between two scores that were seen, never on one. ``hyper`` are the
    hyper-parameters that won. ``note`` says how the threshold was found. ``positive`` is the value
    of the target that a score near 1 means, ``negative`` the other.
    """

    format: int = 1
    family: str
    plan: tuple[NumericPlan | CategoryPlan, ...]
    hyper: dict[str, Any]
    threshold: float
    note: str = ""
    positive: int | str = 1
    negative: int | str = 0


class Model(NamedTuple):
    """All of a model: recipe, what was fitted, its arrays; ``texts`` are further files."""

    recipe: Recipe
    fitted: Fitted
    arrays: Mapping[str, NDArray[Any]]
    texts: Mapping[str, str] = {}
