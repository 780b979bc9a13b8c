"""A section of a parameter file becomes a struct, or all that is wrong with it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import pytest

from lineal.base.errors import DocumentError
from lineal.steps.params import made_params, read_params, section_named

if TYPE_CHECKING:
    from pathlib import Path


class Inner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    tolerance: float = 1e-6


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    folds: Annotated[int, msgspec.Meta(ge=2)] = 5
    metric: Literal["roc_auc", "brier"] = "roc_auc"
    parity: Inner = Inner()
    columns: dict[str, Inner] = {}
    words: tuple[str, ...] | None = None


class Needy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    target: str


FILE = """\
train:
  fold: 3
  folds: 1
  metric: roc
  parity: {tolerance: small}
  columns:
    a: {tolerance: 1}
    b: {tolerance: 1, tolerence: 2}
  words: [a, 2]
"""

WRONG = """\
{file}:2: train.fold: is not a parameter; did you mean 'folds'?
{file}:3: train.folds: expected integer >= 2: 1
{file}:4: train.metric: 'roc' is not one of roc_auc or brier; did you mean 'roc_auc'?
{file}:5: train.parity.tolerance: expected number, got text: 'small'
{file}:8: train.columns.b.tolerence: is not a parameter; did you mean 'tolerance'?
{file}:9: train.words.1: expected text, got integer: 2"""


def test_everything_wrong_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    """Unknown keys, wrong types, bounds, words: also deep inside."""
    file = tmp_path / "params.yaml"
    file.write_text(FILE)

    with pytest.raises(DocumentError, match=r"params\.yaml") as caught:
        read_params(Params, section_named(str(file), "train"))

    assert WRONG.format(file=file) == caught.value.message


def test_what_is_missing_is_named_where_it_ought_to_be(tmp_path: Path) -> None:
    """At the section; without a file, too."""
    file = tmp_path / "params.yaml"
    file.write_text("features: {}\n")

    with pytest.raises(DocumentError, match=r":1: features: 'target' is missing"):
        read_params(Needy, section_named(str(file), "features"))
    with pytest.raises(DocumentError, match="'target' is missing"):
        made_params(Needy, {})


def test_defaults_need_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless one was asked for."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(DocumentError, match=r"other\.yaml does not exist"):
        read_params(Params, section_named("other.yaml", "train"))
    assert Params() == read_params(Params, section_named(None, "train"))


@pytest.mark.parametrize(
    ("said", "file", "key"),
    [
        (None, "params.yaml", "train"),
        ("p.toml", "p.toml", "train"),
        ("p.toml:a.b", "p.toml", "a.b"),
        (":other", "params.yaml", "other"),
    ],
)
def test_a_section_is_named_by_file_and_key(said: str | None, file: str, key: str) -> None:
    """What is left out is as usual."""
    assert (file, key) == section_named(said, "train")[:2]


def test_a_section_may_lie_deeper_and_in_another_format(tmp_path: Path) -> None:
    """TOML, JSON and Python work as in dvc.yaml."""
    (tmp_path / "p.toml").write_text("[a.train]\nfolds = 7\n")

    assert Params(folds=7) == read_params(Params, section_named(f"{tmp_path}/p.toml:a.train", "x"))
