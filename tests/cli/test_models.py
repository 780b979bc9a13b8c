"""``lineal models …`` and ``lineal why model:…``: what a person sees of versions."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from lineal.bundle.naming import bundle_id
from tests.ledger.builder import Builder, sha
from tests.registry.scene import BAD, GOOD, OPEN, bundle, opened, registered

if TYPE_CHECKING:
    from tests.acceptance.harness.oracle import Outcome
    from tests.pipeline.place import Place

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \([^)]*\)|just now|\d+ s ago")


def _plain(shown: str) -> str:
    """Without what is another one each time."""
    return re.sub(r"\b[0-9a-f]{12}\b", "BUNDLE", _MOMENT.sub("WHEN", shown))


def _json(found: Outcome) -> Any:
    assert found.exit_code == 0, found.stderr
    return json.loads(found.stdout)


def test_without_versions_the_list_says_how_to_make_one(place: Place) -> None:
    """Nothing on stdout; an empty list for programs."""
    found = place.lineal("models", "list")
    assert (0, "", True) == (
        found.exit_code,
        found.stdout,
        "no model is registered yet" in found.stderr,
    )
    assert [] == _json(place.lineal("models", "list", "--json"))


def test_the_list_shows_what_is_in_use_and_what_may_not_be(place: Place) -> None:
    """The newest first."""
    registered(GOOD)
    place.lineal("models", "promote", "purchase@1")
    registered(GOOD, OPEN)
    expected = """\
Version     Alias       Gates         Metrics       Bundle  Registered
purchase@2  -           inconclusive  roc_auc 0.95  BUNDLE  WHEN
purchase@1  production  pass          roc_auc 0.95  BUNDLE  WHEN
"""
    shown = re.sub(" {7,}", "  ", _plain(place.lineal("models", "list").stdout))
    assert expected.split() == shown.split()


def test_the_list_of_one_model_has_no_other(place: Place) -> None:
    """Programs get exact values."""
    registered(GOOD)
    registered(GOOD, model="fraud")
    (found,) = _json(place.lineal("models", "list", "fraud", "--json"))
    assert ("fraud", 1, "pass", "build/bundle", {"roc_auc": 0.95}) == (
        found["model"],
        found["number"],
        found["verdict"],
        found["path"],
        found["metrics"],
    )


def test_a_version_is_shown_with_its_verdicts_and_what_was_done_with_it(place: Place) -> None:
    """And with what to do next."""
    registered(GOOD, BAD)
    place.lineal("models", "promote", "purchase", "--reason", "it is better")
    found = place.lineal("models", "show", "purchase@1")
    expected = """\
purchase@1
  registered  WHEN
  bundle      BUNDLE  build/bundle
  roc_auc     0.95

  check                    verdict  measured  between  asked      rows
  performance/roc_auc      pass     0.95      -        -          -
  data_quality/violations  fail     1         -        at most 0  1,000
  data_quality/violations: 1 is not at most 0; 1 of 'passed at most started'

  promote of production to it, refused: it is better
"""
    shown = re.sub(r"(?m)^  \d{4}-\S+ \S+  (?=promote)", "  ", _plain(found.stdout))
    assert (expected, "next: lineal why model:purchase@1\n") == (shown, found.stderr)


def test_a_promotion_says_what_was_there_before(place: Place) -> None:
    """And that it is done, when it is."""
    said = []
    for offset in (-1.0, -2.0):
        registered(GOOD, offset=offset)
        said.append(place.lineal("models", "promote", "purchase").stdout)
    said.append(place.lineal("models", "promote", "purchase@2").stdout)
    said.append(place.lineal("models", "rollback", "purchase").stdout)
    assert [
        "production is purchase@1 now\n",
        "production is purchase@2 now; it was purchase@1\n",
        "production is purchase@2 already\n",
        "production is purchase@1 now; it was purchase@2\n",
    ] == said


def test_two_versions_of_one_number_are_told_apart(place: Place) -> None:
    """The other is of a copy of the project, where it was promoted."""
    version = registered(GOOD)
    with opened() as (_, ledger):
        build = Builder(ledger.store)
        build.version("purchase", 1, "b2")
        build.moved("purchase", 1, "b2", "production")
    said = place.lineal("models", "promote", version.exact).stdout
    other = sha("b2")[:12]
    assert f"production is {version.exact} now; it was purchase@{other}\n" == said


def test_a_refusal_names_each_check_and_the_next_command(place: Place) -> None:
    """Exit 1: a person can mend it."""
    registered(GOOD, OPEN, BAD)
    found = place.lineal("models", "promote", "purchase@1")
    assert (
        1,
        """\
error: purchase@1 may not be production:
  - fairness/IN says inconclusive: it has no rows
  - data_quality/violations says fail: 1 is not at most 0; 1 of 'passed at most started'
hint: lineal why model:purchase@1
""",
    ) == (found.exit_code, found.stderr)


def test_why_says_what_would_flip_it_and_what_was_refused(place: Place) -> None:
    """With value and threshold of each."""
    registered(GOOD, OPEN, BAD)
    place.lineal("models", "promote", "purchase@1")
    expected = """\
purchase@1 cannot be promoted: 2 of 3 checks did not pass
  - fairness/IN says inconclusive
      it has no rows
      to pass: it has to be measured, on 200 rows or more
  - data_quality/violations says fail: 1, asked at most 0, 1,000 rows
      1 is not at most 0; 1 of 'passed at most started'
      to pass: a value of at most 0
  promote of production to it was refused WHEN
"""
    assert expected == _plain(place.lineal("why", "model:purchase@1").stdout)


def test_why_of_a_good_version_says_that_it_may_go_on(place: Place) -> None:
    """For programs, too."""
    registered(GOOD)
    text = place.lineal("why", "model:purchase")
    found = _json(place.lineal("why", "model:purchase", "--json"))
    assert ("purchase@1 can be promoted: every check passed (1)\n", True, []) == (
        text.stdout,
        found["promotable"],
        found["against"],
    )


def test_moves_are_told_to_programs(place: Place) -> None:
    """What was done, when, and from where."""
    registered(GOOD)
    first = _json(place.lineal("models", "promote", "purchase", "--json"))
    shown = _json(place.lineal("models", "show", "purchase@production", "--json"))
    (move,) = shown["moves"]
    assert (True, 1, "moved", ["production"]) == (
        first["moved"],
        first["number"],
        move["outcome"],
        shown["aliases"],
    )


def test_a_bundle_from_outside_is_registered_and_kept(place: Place) -> None:
    """Nothing of the project has its bytes, so Lineal keeps them."""
    path = bundle(os.path.join(os.path.dirname(place.root), "given"), GOOD)
    made = _json(place.lineal("models", "register", path, "--model", "purchase", "--json"))
    assert (1, True, True) == (
        made["number"],
        made["new"],
        place.exists(f".lineal/bundles/{made['bundle']}"),
    )
    assert 0 == place.lineal("models", "promote", "purchase@1").exit_code


def test_a_version_is_exported_as_a_plain_folder(place: Place) -> None:
    """Proved, and with what to do with it."""
    version = registered(GOOD)
    found = place.lineal("models", "export", "purchase@1", "out")
    assert (0, version.bundle, "next: lineal serve out\n") == (
        found.exit_code,
        bundle_id("out"),
        found.stderr,
    )


def test_an_export_replaces_nothing(place: Place) -> None:
    """Somebody may be serving it."""
    registered(GOOD)
    place.write({"out/mine.txt": "mine"})
    found = place.lineal("models", "export", "purchase", "out")
    assert (1, ["mine.txt"]) == (found.exit_code, os.listdir("out"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["models", "show", "nothing"], "no model 'nothing' is registered here yet"),
        (["models", "promote", "nothing@1"], "no model 'nothing' is registered here yet"),
        (["models", "rollback", "nothing"], "no model 'nothing' is registered here yet"),
        (["why", "model:nothing@1"], "no model 'nothing' is registered here yet"),
        (["models", "register", "nothing", "--model", "m"], "'nothing' is not a bundle"),
        (["models", "rollback", "purchase@2"], "takes no version"),
    ],
)
def test_what_is_not_there_is_an_error(place: Place, words: list[str], message: str) -> None:
    """Not a traceback."""
    found = place.lineal(*words)
    assert (True, True) == (found.exit_code in (1, 2), message in found.stderr)


def test_what_others_wrote_moves_no_cursor(place: Place) -> None:
    """Their facts come with `lineal pull`."""
    with opened() as (_, ledger):
        build = Builder(ledger.store)
        build.moved("purchase", 2, "b2", "production", reason="\x1b[2J")
        build.version("purchase", 2, "b2", metrics=["\x1b"], verdict="\x1b[31m")
    shown = [
        place.lineal(*words).stdout
        for words in (
            ["models", "list"],
            ["models", "show", "purchase"],
            ["why", "model:purchase@2"],
        )
    ]
    assert [(True, False)] * 3 == [("?[" in text, "\x1b" in text) for text in shown]


def test_verdicts_that_are_none_are_an_error(place: Place) -> None:
    """A fact of others may say anything."""
    with opened() as (_, ledger):
        Builder(ledger.store).version("purchase", 1, "b1", verdicts=[{"check": 5}])
    found = place.lineal("models", "show", "purchase")
    assert (1, True) == (found.exit_code, "has verdicts that are none" in found.stderr)
