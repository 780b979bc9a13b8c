"""A model as files: there and back, and errors for what is damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lineal.base.errors import TableError
from lineal.learning.model_files import from_files, to_files
from lineal.learning.predictor import score
from tests.learning.tables import students

if TYPE_CHECKING:
    from lineal.learning.training import Trained


def test_a_model_that_was_read_scores_as_before(trained: Trained) -> None:
    """And is written as the same bytes."""
    files = to_files(trained.model)
    read = from_files(files)
    assert (files, score(trained.model, students()).tolist()) == (
        to_files(read),
        score(read, students()).tolist(),
    )


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("model.json", b"{}", "'model.json' of the model does not fit"),
        ("recipe.json", b"\xff", "'recipe.json' of the model does not fit"),
        ("arrays/value.npy", b"junk", "'arrays/value.npy' of the model is not an array"),
        ("booster.txt", b"\xff", "'booster.txt' of the model is not text"),
    ],
)
def test_a_damaged_file_is_named(trained: Trained, path: str, content: bytes, message: str) -> None:
    """With the command that makes it again."""
    with pytest.raises(TableError, match=message):
        from_files({**to_files(trained.model), path: content})


def test_objects_in_an_array_are_refused(trained: Trained) -> None:
    """Reading them would be unpickling."""
    import io

    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(TableError, match="not an array"):
        from_files({**to_files(trained.model), "arrays/bad.npy": buffer.getvalue()})


def test_a_file_that_is_missing_is_named(trained: Trained) -> None:
    """Documents when it is read, arrays when it is used."""
    files = to_files(trained.model)
    with pytest.raises(TableError, match=r"the model has no 'model\.json'"):
        from_files({path: one for path, one in files.items() if path != "model.json"})
    bare = from_files({path: one for path, one in files.items() if path.endswith(".json")})
    with pytest.raises(TableError, match="the model has no "):
        score(bare, students())
