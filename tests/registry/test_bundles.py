"""The bytes of a version: found where they still are, and proved."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import BundleError
from lineal.bundle.naming import bundle_id
from lineal.registry.bundles import kept_path, materialise
from tests.registry.scene import GOOD, bundle, opened, registered

if TYPE_CHECKING:
    from lineal.registry.versions import Version
    from tests.pipeline.place import Place


pytestmark = pytest.mark.usefixtures("project")


def _found(version: Version) -> str:
    with opened() as (ws, _):
        return materialise(ws, version)


def _spoil(path: str) -> None:
    os.chmod(path, 0o644)
    with open(path, "r+b") as file:
        file.seek(10)
        byte = file.read(1)
        file.seek(10)
        file.write(bytes([byte[0] ^ 1]))


def test_a_bundle_of_the_workspace_is_kept_in_a_place_of_its_own() -> None:
    """What the next run writes does not change it."""
    version = registered(GOOD)
    found = _found(version)
    registered(GOOD, offset=-1.0)
    assert (version.bundle, found) == (bundle_id(found), _found(version))


def test_a_bundle_is_rebuilt_from_the_cache(project: Place) -> None:
    """By the oid that its fact has, which is DVC's for the directory."""
    version = registered(GOOD)
    assert project.lineal("add", "build/bundle").exit_code == 0
    shutil.rmtree("build/bundle")
    assert version.bundle == bundle_id(_found(version))


def test_the_oid_is_the_one_that_the_lock_has(project: Place) -> None:
    """So that a version is a node of the graph."""
    version = registered(GOOD)
    assert project.lineal("add", "build/bundle").exit_code == 0
    assert str(version.oid) in project.read("build/bundle.dvc")


def test_a_kept_bundle_that_was_changed_is_replaced() -> None:
    """It is proved each time."""
    version = registered(GOOD)
    _spoil(f"{_found(version)}/model.onnx")
    assert version.bundle == bundle_id(_found(version))


def test_bytes_that_are_not_those_registered_are_refused() -> None:
    """The file is named."""
    version = registered(GOOD)
    _spoil("build/bundle/model.onnx")
    with pytest.raises(BundleError, match=r"model\.onnx is not what the manifest says"):
        _found(version)


def test_another_bundle_at_the_path_is_not_taken_for_it() -> None:
    """The manifest is the name."""
    version = registered(GOOD)
    bundle("build/bundle", GOOD, offset=1.0)
    with pytest.raises(BundleError, match="another bundle is there now") as caught:
        _found(version)
    assert "lineal fetch --all-commits" in (caught.value.hint or "")


def test_a_path_of_a_fact_never_leads_out_of_the_project() -> None:
    """Facts come from others."""
    version = registered(GOOD)
    shutil.copytree("build/bundle", "../elsewhere")
    with pytest.raises(BundleError, match="nowhere to be had"):
        _found(version._replace(path="../elsewhere", oid=None))


def test_a_bundle_that_cannot_be_made_leaves_nothing() -> None:
    """Neither complete nor half."""
    version = registered(GOOD)
    shutil.rmtree("build/bundle")
    with opened() as (ws, _):
        kept = kept_path(ws, version.bundle)
        with pytest.raises(BundleError, match="the cache does not have it"):
            materialise(ws, version)
    assert not os.path.exists(kept)
