"""Every step there is, as plain data. Adding one is one file in this room and one line here."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """Its module offers ``STEP``, see `lineal.steps.step`.

    One that needs none of the extras and no parameters, as ``concat``, may instead offer
    ``add_arguments(parser)`` and ``run(args) -> int``.
    """

    module: str
    help: str


STEPS: dict[str, Step] = {
    "concat": Step("concat", "Join files, in the order given, into one."),
    "ingest": Step("ingest", "Read CSV or Parquet into typed rows; set bad ones aside."),
    "validate": Step("validate", "Judge rows by the rules of a contract."),
    "gate": Step("gate", "Judge a model by gates: a verdict for each, and gates.json."),
    "package": Step("package", "Compile a model into a bundle that serves it, and prove it."),
    "features": Step("features", "Compute features as SQL expressions, and write their recipe."),
    "split": Step("split", "Part the rows into train and test, by seed or by key."),
    "train": Step("train", "Compare candidates out of fold, and fit the best on all rows."),
    "evaluate": Step("evaluate", "Measure the model on the test rows, with intervals and plots."),
    "register": Step("register", "Register a bundle as the next version of a model."),
}
