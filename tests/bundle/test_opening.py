"""Opening a bundle: all of it is proved, and what is wrong is named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec
import pytest

from lineal.base.errors import BundleError
from lineal.bundle.format import Golden
from lineal.bundle.naming import bundle_id
from lineal.bundle.opening import open_bundle
from lineal.bundle.predictor import Predictor
from lineal.bundle.rows import to_columns
from lineal.bundle.writing import encode, with_manifest
from tests.bundle import small

if TYPE_CHECKING:
    from pathlib import Path


def test_a_bundle_opens_and_scores(bundle_path: str) -> None:
    """The rows it was made with get the scores it has."""
    bundle = open_bundle(bundle_path)
    predictor = Predictor(bundle)
    scores = predictor.scores(to_columns(bundle.signature, small.ROWS)).tolist()
    assert [list(bundle.golden.scores), 1, 0] == [
        scores,
        predictor.decide(scores[2]),
        predictor.decide(scores[0]),
    ]


def test_its_name_is_the_digest_of_its_manifest(bundle_path: str) -> None:
    """Asking for the name reads no other file."""
    name = bundle_id(bundle_path)
    assert open_bundle(bundle_path).id == name


def test_a_flipped_byte_is_found_in_every_file(bundle_path: str) -> None:
    """Each message names the file."""
    for name in small.files():
        if name == "manifest.json":
            continue
        path = os.path.join(bundle_path, name)
        with open(path, "rb") as file:
            raw = file.read()
        spoilt = bytearray(raw)
        spoilt[len(raw) // 2] ^= 1
        _write(path, bytes(spoilt))
        with pytest.raises(BundleError, match=f"{name} is not what the manifest says"):
            open_bundle(bundle_path)
        _write(path, raw)


def test_a_flipped_byte_is_found_wherever_it_is_in_the_manifest(bundle_path: str) -> None:
    """It has no hash in the bundle: it is written in one way only, and the name is there twice."""
    path = os.path.join(bundle_path, "manifest.json")
    with open(path, "rb") as file:
        raw = file.read()
    for place in range(len(raw)):
        spoilt = bytearray(raw)
        spoilt[place] ^= 1
        _write(path, bytes(spoilt))
        with pytest.raises(BundleError, match=r"manifest\.json|says|bundle"):
            open_bundle(bundle_path)
    _write(path, raw)
    assert open_bundle(bundle_path).id == bundle_id(bundle_path)


def test_a_file_that_is_cut_is_found(bundle_path: str) -> None:
    """Its size says so before its hash."""
    path = os.path.join(bundle_path, "model.onnx")
    os.truncate(path, 10)
    with pytest.raises(BundleError, match=r"model\.onnx has 10 bytes, the manifest says"):
        open_bundle(bundle_path)


def test_a_file_too_many_is_refused(bundle_path: str) -> None:
    """Nothing lies in a bundle that its name does not stand for."""
    _write(os.path.join(bundle_path, "notes.txt"), b"hello")
    with pytest.raises(BundleError, match=r"'notes\.txt' does not belong to a bundle"):
        open_bundle(bundle_path)


def test_a_missing_file_is_named(bundle_path: str) -> None:
    """A bundle has all of its files."""
    os.remove(os.path.join(bundle_path, "golden.json"))
    with pytest.raises(BundleError, match=r"golden\.json is missing"):
        open_bundle(bundle_path)


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    """A path that leaves the bundle is not one that a bundle has."""
    spoilt = with_manifest({**_plain(), "../outside.json": b"{}"}, "purchase")
    _write(str(tmp_path / "outside.json"), b"{}")
    path = _directory(tmp_path, {n: r for n, r in spoilt.items() if "/" not in n})
    with pytest.raises(BundleError, match=r"'\.\./outside\.json' does not belong to a bundle"):
        open_bundle(path)


def test_a_pipe_is_not_waited_for(bundle_path: str) -> None:
    """It is refused, like everything that is not a file."""
    path = os.path.join(bundle_path, "profile.json")
    os.remove(path)
    os.mkfifo(path)
    with pytest.raises(BundleError, match="is not a file"):
        open_bundle(bundle_path)


def test_links_are_followed_as_a_checkout_makes_them(bundle_path: str, tmp_path: Path) -> None:
    """Contents are proved by their hashes, wherever they lie."""
    path = os.path.join(bundle_path, "model.onnx")
    os.rename(path, tmp_path / "cached")
    os.symlink(tmp_path / "cached", path)
    assert open_bundle(bundle_path).id == bundle_id(bundle_path)


def test_a_newer_format_says_so(bundle_path: str) -> None:
    """Whatever else its manifest has is not looked at."""
    _write(os.path.join(bundle_path, "manifest.json"), b'{"format": 2, "layers": []}')
    with pytest.raises(BundleError, match="is a bundle of format 2; this Lineal reads format 1"):
        open_bundle(bundle_path)


def test_a_folder_without_a_manifest_is_not_a_bundle(tmp_path: Path) -> None:
    """It says where bundles come from."""
    with pytest.raises(BundleError, match="it has no manifest"):
        open_bundle(str(tmp_path))


def test_golden_rows_that_disagree_close_the_bundle(tmp_path: Path) -> None:
    """A model with the golden rows of another one is not served."""
    other = _plain(offset=-2.9)["golden.json"]
    path = _directory(tmp_path, with_manifest({**_plain(), "golden.json": other}, "purchase"))
    with pytest.raises(BundleError, match="golden row 1 scores"):
        open_bundle(path)


def test_a_golden_row_on_the_other_side_closes_the_bundle(tmp_path: Path) -> None:
    """However near the scores are, the decision must be the same."""
    scores = msgspec.json.decode(_plain()["golden.json"], type=Golden).scores
    decided = msgspec.to_builtins(msgspec.json.decode(_plain()["decision.json"]))
    decided["threshold"] = scores[2]
    golden = Golden(
        rows=small.ROWS, scores=(*scores[:2], scores[2] - 1e-12, scores[3]), tolerance=1e-9
    )
    changed = {"golden.json": encode(golden), "decision.json": encode(decided)}
    path = _directory(tmp_path, with_manifest({**_plain(), **changed}, "purchase"))
    with pytest.raises(BundleError, match="golden row 3"):
        open_bundle(path)


def test_a_signature_of_another_model_is_refused(tmp_path: Path) -> None:
    """The inputs that differ are named."""
    signature = small.files()["signature.json"].replace(b'"country"', b'"nation"')
    changed = {**_plain(), "signature.json": signature}
    path = _directory(tmp_path, with_manifest(changed, "purchase"))
    with pytest.raises(BundleError, match="disagree about country, nation"):
        open_bundle(path)


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    """A document says only what its format has."""
    decided = b'{"threshold": 0.5, "thresholds": []}'
    changed = {**_plain(), "decision.json": decided}
    path = _directory(tmp_path, with_manifest(changed, "purchase"))
    with pytest.raises(BundleError, match=r"decision\.json: .*thresholds"):
        open_bundle(path)


def _plain(offset: float = -3.0) -> dict[str, bytes]:
    found = small.files(offset=offset)
    del found["manifest.json"]
    return found


def _directory(tmp_path: Path, files: dict[str, bytes]) -> str:
    path = tmp_path / "spoilt"
    path.mkdir()
    for name, raw in files.items():
        _write(str(path / name), raw)
    return str(path)


def _write(path: str, raw: bytes) -> None:
    with open(path, "wb") as file:
        file.write(raw)
