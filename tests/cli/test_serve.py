"""``lineal serve``: which version answers, and which does not."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from lineal.gates.document import dump
from lineal.gates.gate import FAIL, PASS, Verdict
from tests.bundle import small

if TYPE_CHECKING:
    import subprocess

    from tests.pipeline.place import Place


def bundle(place: Place, name: str, *, offset: float, verdict: str = PASS) -> None:
    """Registered as the next version of purchase."""
    gates = dump([Verdict(check="c", verdict=verdict, why="by hand")], {"model": "0" * 64})
    small.write(os.fspath(place.root / name), gates=gates, offset=offset)
    done = place.lineal("models", "register", name, "--model", "purchase")
    assert done.ok, done.stderr


@pytest.fixture
def registered(place: Place) -> Place:
    """Versions 1 and 2 passed, 3 failed."""
    bundle(place, "one", offset=-3.0)
    bundle(place, "two", offset=-2.0)
    bundle(place, "three", offset=-1.0, verdict=FAIL)
    return place


def served(place: Place, *argv: str) -> str:
    """What it says when it answers; SIGINT ends it."""
    process: subprocess.Popen[str] = place.start("serve", *argv)
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    errors = process.stderr.read()
    assert (process.wait(30), errors) == (0, "")
    return line


def test_a_model_is_answered_for_by_what_was_promoted(registered: Place) -> None:
    """Not by the newest; with the receipts of the project."""
    assert registered.lineal("models", "promote", "purchase@1").ok
    line = served(registered, "purchase", "--port", "0")
    answers, _, rest = line.partition(" at ")
    receipts = rest.rpartition("; ")[2]
    assert (answers, receipts) == ("purchase@1 answers", "receipts in .lineal/receipts\n")


def test_an_endpoint_says_model_alias_and_workers(registered: Place) -> None:
    """The command line is shorter than what is said in the project."""
    said = "{model: purchase, alias: candidate, port: 0, workers: 2}"
    registered.write({"lineal.yaml": f"endpoints:\n  students: {said}\n"})
    assert registered.lineal("models", "promote", "purchase@2", "--to", "candidate").ok
    assert served(registered, "students").startswith("purchase@2 answers at ")


def test_a_version_may_be_named_by_its_number(registered: Place) -> None:
    """It passed its gates: that it was promoted is not asked for."""
    assert served(registered, "purchase@2", "--port", "0").startswith("purchase@2 answers at ")


def test_a_model_nobody_promoted_is_not_served(registered: Place) -> None:
    """The command that would is said, for the newest that may be."""
    done = registered.lineal("serve", "purchase")
    assert (done.exit_code, done.stderr.splitlines()) == (
        1,
        [
            "error: no version of 'purchase' is promoted to production",
            "hint: lineal models promote purchase@2",
        ],
    )


def test_a_version_that_failed_is_not_served_by_number_either(registered: Place) -> None:
    """Why it failed is one question further."""
    done = registered.lineal("serve", "purchase@3")
    assert (done.exit_code, done.stderr) == (
        1,
        "error: purchase@3 is not served: its gates say fail\nhint: lineal why model:purchase@3\n",
    )


def test_a_folder_that_is_no_bundle_is_named(place: Place) -> None:
    """It was meant to be one: there is a folder."""
    (place.root / "build").mkdir()
    done = place.lineal("serve", "build")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2,
        "error: 'build' is no bundle: there is no manifest.json in it",
    )


@pytest.mark.parametrize("option", [("--port", "70000"), ("--workers", "0")])
def test_numbers_that_make_no_sense_are_refused(place: Place, option: tuple[str, str]) -> None:
    """Before anything is opened."""
    small.write(os.fspath(place.root / "bundle"))
    assert place.lineal("serve", "bundle", *option).exit_code == 2


def test_who_opens_a_server_to_others_is_warned(place: Place) -> None:
    """Without a token anybody may ask; the bundle here is refused, so nothing is opened."""
    small.write(os.fspath(place.root / "bundle"))
    done = place.lineal("serve", "bundle", "--host", "0.0.0.0", "--port", "0")  # noqa: S104  the point
    assert done.stderr.splitlines()[:2] == [
        "warning: --host 0.0.0.0: whoever reaches this machine may ask, for no token is set",
        "hint: export LINEAL_SERVE_TOKEN=…",
    ]
