"""``gates.json``: verdicts as an in-toto statement, that other tools read too. Pure.

The statement is of type `test-result v0.1`. It knows passed, warned and failed tests; what is
inconclusive is warned there. What this says of a model is the verdicts in full, under a key of
our own: `load` believes nothing else, and refuses a document whose halves disagree.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec

from lineal.base.canonical import canonical, plain
from lineal.base.errors import DocumentError
from lineal.gates.gate import FAIL, INCONCLUSIVE, PASS, Verdict, overall
from lineal.gates.judging import missing

if TYPE_CHECKING:
    from collections.abc import Mapping

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
VERDICTS = "lineal.verdicts/v1"
_RESULTS = {PASS: "PASSED", INCONCLUSIVE: "WARNED", FAIL: "FAILED"}
_TESTS = {PASS: "passedTests", INCONCLUSIVE: "warnedTests", FAIL: "failedTests"}
_MOST = 10_000
_HINT = "lineal step gate writes it; it is not to be edited"


def dump(
    verdicts: list[Verdict],
    subject: Mapping[str, str],
    configuration: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """``subject`` are the SHA-256 of what was judged, by path; ``configuration`` the settings."""
    spelled = canonical(plain(dict(configuration or {})))
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": name, "digest": {"sha256": digest}} for name, digest in sorted(subject.items())
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "configuration": [
                {
                    "name": "params.yaml#gate",
                    "digest": {"sha256": hashlib.sha256(spelled).hexdigest()},
                    "annotations": {"settings": msgspec.json.decode(spelled)},
                }
            ],
            **_predicate(verdicts),
        },
    }


def extend(document: Mapping[str, Any], more: list[Verdict]) -> dict[str, Any]:
    """The same document with further verdicts. One for a check it has replaces that.

    What nobody had judged before has not passed by these alone.
    """
    new = {one.check for one in more}
    before = load(document) or [missing("gates", "none has judged the model")]
    verdicts = [one for one in before if one.check not in new] + more
    return {**document, "predicate": {**document["predicate"], **_predicate(verdicts)}}


def load(document: object) -> list[Verdict]:
    """The verdicts, if this is such a document and agrees with itself."""
    try:
        predicate = document["predicate"]  # type: ignore[index]
        said = predicate["annotations"][VERDICTS]
        kind = document["predicateType"]  # type: ignore[index]
    except (KeyError, TypeError) as exc:
        raise DocumentError("gates.json has no verdicts", hint=_HINT) from exc
    if kind != PREDICATE or not isinstance(said, list) or len(said) > _MOST:
        raise DocumentError("gates.json is not a document of verdicts", hint=_HINT)
    try:
        verdicts = msgspec.convert(said, list[_Strict])
    except msgspec.ValidationError as exc:
        raise DocumentError(f"gates.json: {exc}", hint=_HINT) from exc
    found = [_verdict(one) for one in verdicts]
    expected = _predicate(found)
    if any(predicate.get(key) != expected[key] for key in ("result", *_TESTS.values())):
        raise DocumentError("gates.json disagrees with its own verdicts", hint=_HINT)
    return found


class _Strict(Verdict, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From outside: nothing that is not known."""


def _verdict(one: _Strict) -> Verdict:
    if one.verdict not in _RESULTS:
        raise DocumentError(f"gates.json: '{one.verdict}' is no verdict", hint=_HINT)
    return Verdict(**{name: getattr(one, name) for name in Verdict.__struct_fields__})


def _predicate(verdicts: list[Verdict]) -> dict[str, Any]:
    tests = {
        key: [one.check for one in verdicts if one.verdict == verdict]
        for verdict, key in _TESTS.items()
    }
    said = [msgspec.to_builtins(one) for one in verdicts]
    return {"result": _RESULTS[overall(verdicts)], **tests, "annotations": {VERDICTS: said}}
