"""What is known about why something came out differently. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.ledger.kinds.reproduction import DIFFERENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lineal.ledger.observing.evidence import Evidence
    from lineal.ledger.reproducing.comparison import Reproduction
    from lineal.ledger.reproducing.planning import Job

_MOST_NAMED = 5
# Changes of then are applied, and what the commands do is watched again.
_SEEN_AGAIN = frozenset({"dirty", "random-unseeded", "undeclared-input"})


def suspicions(
    done: Reproduction,
    jobs: Sequence[Job],
    evidence: Mapping[str, Evidence],
    environment: Iterable[str] = (),
) -> Iterator[str]:
    """Only about the stage where it began; what comes after has no other reason to differ.

    ``environment`` says in what that of now is another one.
    """
    if done.verdict != DIFFERENT:
        return
    name = done.failed if done.first is None else done.first.stage
    job = next((each for each in jobs if each.record.stage == name), None)
    if job is None:
        return
    said = evidence.get(job.record.stage)
    if said is not None:
        yield from _random(said)
        yield from _undeclared(said, job)
    yield from environment
    yield from _then(job)
    for taken in done.taken:
        yield f"{taken.stage} was not run again: {taken.why}"


def _random(said: Evidence) -> Iterator[str]:
    for draw in said.random[:_MOST_NAMED]:
        place = f" ({draw.at})" if draw.at else ""
        yield f"it draws random numbers without a seed: {draw.what}{place}"


def _undeclared(said: Evidence, job: Job) -> Iterator[str]:
    declared = tuple(job.record.uses)
    made = tuple(each.path for each in job.record.makes)
    params = tuple(job.record.params)
    for touch in said.reads[:_MOST_NAMED]:
        known = (*declared, *made, *params)
        if not touch.is_code and not any(
            touch.path == path or touch.path.startswith(f"{path}/") for path in known
        ):
            place = f" ({touch.at})" if touch.at else ""
            yield f"it reads {touch.path}, which is not among its deps{place}"


def _then(job: Job) -> Iterator[str]:
    """What was known of the execution when it was recorded, and is not seen again here."""
    completeness = job.record.payload.get("completeness") or {}
    for reason in completeness.get("reasons", ()):
        if reason.get("text") and reason.get("code") not in _SEEN_AGAIN:
            yield f"when it was recorded: {reason['text']}"
