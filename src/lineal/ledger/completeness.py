"""How much of an execution the ledger knows: a score, and what it is missing. Pure.

The score starts at 1, and each reason takes its weight of it. A reason names the thing, the
place in the user's code, and the edit that mends it, so that reading it is enough to act.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.ledger.observing.evidence import NOTHING, Evidence
from lineal.ledger.observing.grouping import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.ledger.kinds.execution import Completeness
    from lineal.ledger.observing.evidence import Touch
    from lineal.ledger.observing.grouping import Group


class Cost(NamedTuple):
    """What the first of a kind costs, each further one, and all of them at most."""

    first: float
    further: float = 0.0
    most: float = 1.0


# Codes of reasons …
READ, CODE, WRITE = "read-undeclared", "code-undeclared", "write-undeclared"
DIRTY, NO_COMMIT, UNPINNED = "dirty", "no-commit", "environment-unpinned"
RANDOM, UNOBSERVED, OPTED_OUT = "random-unseeded", "not-observed", "observation-off"
PROGRAM, UNKNOWN, CUT = "program-not-observed", "producer-unknown", "observation-cut"

# … and what each costs: most where a change would go unnoticed, little where it is only unproved.
COSTS = {
    READ: Cost(0.25, 0.05, 0.5),
    CODE: Cost(0.15, 0.03, 0.3),
    WRITE: Cost(0.1, 0.02, 0.2),
    DIRTY: Cost(0.1, 0.02, 0.2),
    NO_COMMIT: Cost(0.2),
    UNPINNED: Cost(0.1),
    RANDOM: Cost(0.1, 0.02, 0.2),
    UNOBSERVED: Cost(0.1),
    OPTED_OUT: Cost(0.2),
    PROGRAM: Cost(0.05, 0.01, 0.1),
    UNKNOWN: Cost(0.05, 0.01, 0.1),
    CUT: Cost(0.05),
}

#: Files of the project itself: a program that reads them learns nothing a stage depends on.
_OF_THE_PROJECT = ("dvc.yaml", "dvc.lock", "lineal.yaml", ".gitignore", ".dvcignore")


class Declared(NamedTuple):
    """What the stage says. Paths are from the project's root; ``wdir`` is ``""`` for the root."""

    stage: str
    file: str = "dvc.yaml"
    wdir: str = ""
    deps: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    outs: tuple[str, ...] = ()


class Surroundings(NamedTuple):
    """What is known around the execution.

    ``dirty`` are paths that differ from the commit, also those Git does not know; ``commit`` is
    None without any. ``unknown`` are dependencies that nothing known made: not Git, no stage, no
    ``.dvc`` file. ``present`` are files that are there at the end, None for all.
    """

    commit: str | None = None
    dirty: tuple[str, ...] = ()
    pinned: bool = True
    opted_out: str | None = None
    unknown: tuple[str, ...] = ()
    present: frozenset[str] | None = None


class Undeclared(NamedTuple):
    """What was touched beyond what the stage says."""

    reads: tuple[Touch, ...] = ()
    code: tuple[Touch, ...] = ()
    writes: tuple[Touch, ...] = ()


def undeclared(stage: Declared, evidence: Evidence) -> Undeclared:
    said = _Covered((*stage.deps, *stage.params, *stage.outs, *evidence.logged))
    made = _Covered((*stage.outs, *evidence.logged))
    deps = _Covered(stage.deps)
    reads = [one for one in evidence.reads if one.path not in said and _counts(one.path)]
    writes = (one for one in evidence.writes if one.path not in made and _counts(one.path))
    return Undeclared(
        tuple(one for one in reads if not one.is_code),
        tuple(one for one in reads if one.is_code),
        # Below a dependency: it changed what it was given, which the run itself notices.
        tuple(one for one in writes if one.path not in deps and not _is_outside(one.path)),
    )


def assess(
    stage: Declared,
    around: Surroundings,
    evidence: Evidence = NOTHING,
    loose: Undeclared | None = None,
) -> Completeness:
    """``loose`` is what `undeclared` gave, where the caller has asked it already."""
    found = present(loose or undeclared(stage, evidence), around.present)
    reasons = list(_weighed(_reasons(stage, around, evidence, found)))
    score = max(0.0, 1.0 - sum(reason["weight"] for reason in reasons))
    return {"score": round(score, 3), "reasons": reasons}


def present(loose: Undeclared, there: frozenset[str] | None) -> Undeclared:
    """Without what has vanished: that was temporary."""
    if there is None:
        return loose
    return Undeclared(*(tuple(one for one in each if one.path in there) for each in loose))


def describe(completeness: Mapping[str, Any] | None) -> list[str]:
    """For people: the score, and a line for each reason with what mends it below."""
    if completeness is None:
        return []
    reasons = completeness.get("reasons") or []
    if not reasons:
        return ["completeness 1.0: nothing is missing from its record"]
    lines = [f"completeness {completeness.get('score', 0.0):.2g}, because"]
    for reason in reasons:
        lines.append(f"  - {reason['text']}")
        if reason.get("mend"):
            lines.append(f"      {reason['mend']}")
    return lines


def _reasons(
    stage: Declared, around: Surroundings, evidence: Evidence, loose: Undeclared
) -> Iterator[dict[str, Any]]:
    for one in grouped(loose.reads):
        yield _read(stage, one)
    for one in grouped(loose.code):
        text = f"runs {one.shown}{_place(one.at)}, which is not declared"
        yield _touched(CODE, one, text, _add(stage, "deps", one.path))
    for one in grouped(loose.writes):
        text = f"writes {one.shown}{_place(one.at)}, which is not declared"
        yield _touched(WRITE, one, text, _add(stage, "outs", one.path))
    yield from _of_the_code(stage, around, loose)
    yield from _of_randomness(evidence)
    yield from _of_watching(around, evidence)


def _read(stage: Declared, one: Group) -> dict[str, Any]:
    key = "params" if posixpath.basename(one.path) == "params.yaml" else "deps"
    mend = (
        f"list the keys it takes under params: of {stage.stage} in {stage.file}"
        if key == "params"
        else _add(stage, key, one.path)
    )
    return _touched(READ, one, f"reads {one.shown}{_place(one.at)}, which is not declared", mend)


def _touched(code: str, one: Group, text: str, mend: str) -> dict[str, Any]:
    at = {"at": one.at} if one.at else {}
    return {"code": code, "text": text, "path": one.path, **at, "mend": mend}


def _of_the_code(
    stage: Declared, around: Surroundings, loose: Undeclared
) -> Iterator[dict[str, Any]]:
    if around.commit is None:
        yield {
            "code": NO_COMMIT,
            "text": "there is no commit to which its code belongs",
            "mend": "git commit the code before running",
        }
    used = _Covered((*stage.deps, *stage.params, *(one.path for one in loose.code), stage.file))
    touching = [path for path in around.dirty if path in used]
    for path in touching if around.commit is not None else ():
        yield {
            "code": DIRTY,
            "text": f"{path} was not as committed",
            "path": path,
            "mend": f"git commit {path} before running",
        }
    if not around.pinned:
        yield {
            "code": UNPINNED,
            "text": "no lock file says which packages it ran with",
            "mend": "keep one in the project: uv lock, or pip freeze > requirements.txt",
        }
    for path in around.unknown:
        yield {
            "code": UNKNOWN,
            "text": f"nothing says where {path} comes from",
            "path": path,
            "mend": f"lineal add {path}, or git add {path}, or declare it as an output",
        }


def _of_randomness(evidence: Evidence) -> Iterator[dict[str, Any]]:
    for one in evidence.random:
        text = f"random numbers without a seed: {one.what}{_place(one.at)}"
        mend = _SEEDS.get(one.what.partition(".")[0], "give it a seed")
        yield {"code": RANDOM, "text": text, **({"at": one.at} if one.at else {}), "mend": mend}


_SEEDS = {
    "random": "random.seed(…) before, or a random.Random(…) of its own",
    "numpy": "numpy.random.default_rng(…) with a seed",
    "sklearn": "pass random_state=…",
    "torch": "torch.manual_seed(…) before",
}


def _of_watching(around: Surroundings, evidence: Evidence) -> Iterator[dict[str, Any]]:
    if around.opted_out is not None:
        yield {
            "code": OPTED_OUT,
            "text": f"not observed (opted out: {around.opted_out})",
            "mend": "allow it again, to have what it reads compared with what it declares",
        }
    elif not evidence.processes:
        yield {
            "code": UNOBSERVED,
            "text": "not observed: only Python can be, and not with -I, -E or -S",
        }
    for one in evidence.started:
        yield {
            "code": PROGRAM,
            "text": f"starts {one.program}{_place(one.at)}, which cannot be observed",
            **({"at": one.at} if one.at else {}),
        }
    if evidence.cut:
        yield {"code": CUT, "text": "it touched more than is kept"}
    elif evidence.faults:
        yield {"code": CUT, "text": f"{evidence.faults} remarks of it were not understood"}


def _weighed(reasons: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each with its weight; what one kind may cost is bounded."""
    spent: dict[str, float] = {}
    for reason in reasons:
        code = reason["code"]
        cost = COSTS[code]
        before = spent.get(code)
        weight = cost.first if before is None else cost.further
        weight = round(min(weight, cost.most - (before or 0.0)), 3)
        spent[code] = (before or 0.0) + weight
        yield {"code": code, "weight": weight, **reason}


def _place(at: str) -> str:
    return f" ({at})" if at else ""


def _add(stage: Declared, key: str, path: str) -> str:
    shown = path if _is_outside(path) else posixpath.relpath(path, stage.wdir or ".")
    return f"add '- {shown}' under {key}: of {stage.stage} in {stage.file}"


def _is_outside(path: str) -> bool:
    return path.startswith("/") or "://" in path


def _counts(path: str) -> bool:
    name = posixpath.basename(path)
    return name not in _OF_THE_PROJECT and not name.endswith(".dvc")


class _Covered:
    """Paths, and all that lies below them."""

    __slots__ = ("_paths",)

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(path.rstrip("/") for path in paths)

    def __contains__(self, path: str) -> bool:
        while path:
            if path in self._paths:
                return True
            path = path.rpartition("/")[0]
        return False
