"""``lineal why`` in the past, for people and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short
from lineal.cli.moments import ago, clock, exact, now
from lineal.cli.output import BOLD
from lineal.cli.show_execution import tell_log_tail
from lineal.cli.values import change_text, printable, short_commit, short_oid, value_text
from lineal.ledger.asking.changes import ABSENT
from lineal.ledger.asking.past import Blocked, Executed, Skipped
from lineal.ledger.asking.told import reason_text, run_at_all
from lineal.ledger.completeness import describe
from lineal.ledger.kinds.execution import ADDED, FAILED, IMPORTED, KILLED, RESTORED
from lineal.pipeline.reasons import DEP, OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.cli.output import Console
    from lineal.ledger.asking.origins import Origin
    from lineal.ledger.asking.past import Answer, PastCause
    from lineal.ledger.asking.shown import ShownExecution
    from lineal.storage.git.touching import Touching

_VERBS = {
    RESTORED: "was restored from the run cache",
    ADDED: "was added",
    IMPORTED: "was imported",
}
_ENDS = {FAILED: ", and failed", KILLED: ", and was killed"}
_MICROS = 1_000_000


def tell_answer(console: Console, answer: Answer, directory: str) -> None:
    if isinstance(answer, Executed):
        _tell_executed(console, answer, directory)
    elif isinstance(answer, Skipped):
        _tell_skipped(console, answer)
    else:
        failed = ", ".join(answer.failed) or "what it needs"
        name = console.paint(answer.stage, BOLD)
        console.say(f"{name} was not begun in run {short(answer.run)}: {failed} failed")


def answer_json(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Blocked):
        failed = list(answer.failed)
        base = {"stage": answer.stage, "run": answer.run.hex()}
        return {**base, "verdict": "blocked", "failed": failed}
    if isinstance(answer, Skipped):
        stood = None if answer.stood is None else answer.stood.id.hex()
        base = {"stage": answer.stage, "run": answer.run.hex()}
        return {**base, "verdict": "skipped", "execution": stood}
    payload = answer.shown.payload
    return {
        "stage": payload["stage"],
        "run": payload.get("run"),
        "execution": answer.shown.id.hex(),
        "verdict": payload["status"],
        "before": None if answer.shown.before is None else answer.shown.before.hex(),
        "watched": answer.watched,
        "causes": [{**cause.why, "origin": origin_json(cause.origin)} for cause in answer.causes],
        "error": payload.get("error"),
        "completeness": payload.get("completeness"),
    }


def origin_json(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    if origin.commit is not None:
        return commit_json(origin.commit)
    if origin.maker is not None:
        maker = origin.maker
        return {"execution": maker.id.hex(), "stage": maker.stage, "time": exact(maker.time)}
    return {"uncommitted": True}


def commit_json(one: Touching) -> dict[str, Any]:
    author = {"name": one.name, "email": one.mail}
    time = exact(one.time * _MICROS)
    return {"commit": one.commit, "author": author, "time": time, "subject": one.subject}


def commit_text(one: Touching) -> str:
    when = ago(one.time * _MICROS, now())
    return printable(f"{one.name} in {short_commit(one.commit)} ({when}): {one.subject}")


def _tell_executed(console: Console, answer: Executed, directory: str) -> None:
    shown, payload = answer.shown, answer.shown.payload
    status, ref = payload["status"], f"exec:{short(answer.shown.id)}"
    name = console.paint(payload["stage"], BOLD)
    in_run = f" in run {short(bytes.fromhex(payload['run']))}" if payload.get("run") else ""
    end = _ENDS.get(status, "")
    console.say(f"{name} {_VERBS.get(status, 'ran')}{in_run}, {clock(payload['started'])}{end}")
    alone = run_at_all(payload, first=shown.before is None)
    console.say("because" if answer.watched or alone else _UNWATCHED)
    if alone:
        console.say(f"  - {alone}")
    for cause in answer.causes:
        for line in _cause_lines(cause, ref):
            console.say(line)
    if not alone and not answer.causes:
        console.say("  - nothing that is recorded differs from the execution before")
    for line in describe(payload.get("completeness")):
        console.say(line)
    if status in (FAILED, KILLED):
        _tell_failure(console, shown, directory, ref)


_UNWATCHED = "nobody was there to see why; what differs from the execution before is"


def _cause_lines(cause: PastCause, ref: str) -> Iterator[str]:
    why = cause.why
    yield f"  - {reason_text(why, value_text)}"
    if why.get("what") in (DEP, OUT) and "before" in why and "now" in why:
        yield f"      {_spelled(why['before'])} -> {_spelled(why['now'])}"
    elif why.get("what") == "command" and "now" in why:
        yield f"      {value_text(why.get('before', ABSENT))} -> {value_text(why['now'])}"
    origin = _origin_text(cause.origin, ref)
    if origin:
        yield f"      {origin}"


def _origin_text(origin: Origin | None, ref: str) -> str:
    if origin is None:
        return ""
    if origin.commit is not None:
        return f"changed by {commit_text(origin.commit)}"
    if origin.maker is not None:
        maker = origin.maker
        return f"made by exec:{short(maker.id)} of {maker.stage}, {ago(maker.time, now())}"
    return f"not committed then: lineal show {ref} --diff has what was changed"


def _tell_skipped(console: Console, answer: Skipped) -> None:
    name = console.paint(answer.stage, BOLD)
    console.say(f"{name} was skipped in run {short(answer.run)}: nothing of it had changed")
    stood = answer.stood
    if stood is None:
        console.say("  the ledger does not know the execution whose results stood")
        return
    payload: Mapping[str, Any] = stood.payload
    run = f" of run {short(bytes.fromhex(payload['run']))}" if payload.get("run") else ""
    when = f"{clock(payload['started'])} ({ago(payload['started'], now())})"
    console.say(f"  it stood as exec:{short(stood.id)}{run} had left it, {when}:")
    console.say("  the same command, inputs, parameters and outputs")


def _tell_failure(console: Console, shown: ShownExecution, directory: str, ref: str) -> None:
    payload = shown.payload
    if payload.get("error"):
        console.say(console.paint("error", BOLD))
        console.say(f"  {printable(payload['error'])}")
    tell_log_tail(console, payload, directory, ref)
    if shown.before is None:
        console.say("It never succeeded before.")
        return
    console.say(console.paint("since it last succeeded", BOLD) + f" (exec:{short(shown.before)})")
    lines = [
        *(f"{one.key} changed" for one in shown.inputs),
        *(change_text(one) for one in shown.line.changed_params),
        *(["the command changed"] if shown.command else []),
        *(change_text(one) for one in shown.environment_changes),
    ]
    for line in lines or ["nothing that is recorded changed"]:
        console.say(f"  {line}")
    console.note(f"line by line: lineal diff exec:{short(shown.before)} {ref}")


def _spelled(oid: object) -> str:
    return short_oid(str(oid))
