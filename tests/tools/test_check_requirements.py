"""Pinned requirements."""

from __future__ import annotations

import pytest

from tools.check_requirements import leaks, unpinned

PINNED = (
    "# via pip-compile\nruff==0.1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n    # via x\n"
)


def test_a_pinned_file_has_nothing_to_complain_about() -> None:
    """Hashes are not places."""
    assert ([], []) == (list(leaks(PINNED, "x.txt")), list(unpinned(PINNED, "x.txt")))


@pytest.mark.parametrize(
    "line",
    [
        "--index-url x",
        "--find-links /opt/wheels",
        "-i y",
        "--trusted-host z",
        "x @ https://example.com/x.whl",
        "file:///opt/x.whl",
        "    #   -c https://example.com/x",
    ],
)
def test_a_place_to_get_packages_from_is_found(line: str) -> None:
    """A machine's own configuration must not travel."""
    assert 1 == len(list(leaks(f"{line}\n", "x.txt")))


@pytest.mark.parametrize("line", ["ruff", "ruff>=1 \\", "ruff==1"])
def test_what_has_no_version_or_no_hash_is_found(line: str) -> None:
    """Every line, so that an install is the same tomorrow."""
    assert [f"x.txt:1: not pinned with a hash: {line}"] == list(unpinned(line, "x.txt"))
