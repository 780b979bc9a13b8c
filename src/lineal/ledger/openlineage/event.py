"""An event of somebody else, checked and taken apart. Pure.

What comes over the network is bounded in depth, counts and lengths; what is not as the standard
says is an error that names the field.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.base.canonical import plain
from lineal.base.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

RUN, DATASET, JOB = "RUN", "DATASET", "JOB"
TYPES = frozenset({"START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"})
MASK = "***"

_DEEPEST = 40
_MOST_DATASETS = 10_000
_LONGEST = 4096
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}(\1[0-9a-fA-F]{4}){2}\1[0-9a-fA-F]{12}")
_SECRET = re.compile(
    r"(?i)(^|[_.\-])(api.?key|access.?key|secret|token|passw(or)?d|credential)s?($|[_.\-])"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HINT = "see https://openlineage.io/spec for what an event holds"


class Named(NamedTuple):
    """A dataset, or a job."""

    namespace: str
    name: str
    facets: Mapping[str, Any]


class Received(NamedTuple):
    """``run`` is empty for events about a dataset or a job alone. ``time`` is microseconds."""

    kind: str
    type: str
    time: int
    run: str
    job: Named
    facets: Mapping[str, Any]
    inputs: tuple[Named, ...]
    outputs: tuple[Named, ...]
    event: dict[str, Any]


def read_event(data: object) -> Received:
    """`DocumentError` for what is no event."""
    if not isinstance(data, dict):
        raise _wrong("an event is an object")
    if not _is_shallow(data, _DEEPEST):
        raise _wrong(f"nested deeper than {_DEEPEST}")
    event = cleaned(plain(data))
    time = _time(event.get("eventTime"))
    if "run" not in event:
        return _about_thing(event, time)
    run = _object(event, "run")
    kind = event.get("eventType", "OTHER")
    if not isinstance(kind, str) or kind not in TYPES:
        raise _wrong(f"eventType is one of {', '.join(sorted(TYPES))}")
    return Received(
        kind=RUN,
        type=kind,
        time=time,
        run=_run_id(run.get("runId")),
        job=_named(_object(event, "job"), "job"),
        facets=_facets(run, "run"),
        inputs=_datasets(event, "inputs"),
        outputs=_datasets(event, "outputs"),
        event=event,
    )


def cleaned(value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
    """Without values whose name says that they are secret, and without what no database takes."""
    if isinstance(value, str):
        return value.replace("\0", "�").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if not isinstance(value, dict):
        return value
    named = value.get("name", value.get("key"))
    if isinstance(named, str) and "value" in value and _SECRET.search(named):
        value = {**value, "value": MASK}
    return {
        cleaned(key): MASK if _SECRET.search(key) and isinstance(item, str) else cleaned(item)
        for key, item in value.items()
    }


def _about_thing(event: dict[str, Any], time: int) -> Received:
    for kind, key in ((DATASET, "dataset"), (JOB, "job")):
        if key in event:
            thing = _named(_object(event, key), key)
            return Received(kind, kind, time, "", thing, {}, (), (), event)
    raise _wrong("neither run nor dataset nor job")


def _time(text: object) -> int:
    if not isinstance(text, str):
        raise _wrong("eventTime is missing")
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        micros = (moment - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, OverflowError):
        raise _wrong("eventTime is no time of ISO 8601") from None
    if micros < 0:
        raise _wrong("eventTime is before 1970")
    return micros


def _run_id(text: object) -> str:
    if not isinstance(text, str) or not _UUID.fullmatch(text):
        raise _wrong("run.runId is no UUID")
    return text.replace("-", "").lower()


def _datasets(event: Mapping[str, Any], side: str) -> tuple[Named, ...]:
    found = event.get(side) or []
    if not isinstance(found, list) or len(found) > _MOST_DATASETS:
        raise _wrong(f"{side} is a list of at most {_MOST_DATASETS} datasets")
    return tuple(
        _named(one if isinstance(one, dict) else {}, f"{side}[{at}]")
        for at, one in enumerate(found)
    )


def _named(thing: Mapping[str, Any], place: str) -> Named:
    words = []
    for key in ("namespace", "name"):
        word = thing.get(key)
        if not isinstance(word, str) or not word or len(word) > _LONGEST:
            raise _wrong(f"{place}.{key} is text of 1 to {_LONGEST} characters")
        # Names are shown on terminals, where these are commands.
        words.append(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", word))
    return Named(words[0], words[1], _facets(thing, place))


def _facets(thing: Mapping[str, Any], place: str) -> dict[str, Any]:
    found = thing.get("facets") or {}
    if not isinstance(found, dict):
        raise _wrong(f"{place}.facets is an object")
    return {name: facet for name, facet in found.items() if isinstance(facet, dict)}


def _object(event: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = event.get(key)
    if not isinstance(found, dict):
        raise _wrong(f"{key} is an object")
    return found


def _is_shallow(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    items = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in items)


def _wrong(what: str) -> DocumentError:
    return DocumentError(f"not an OpenLineage event: {what}", hint=_HINT)
