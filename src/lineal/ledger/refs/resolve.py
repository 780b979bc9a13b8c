"""From what a person typed to the one thing that is meant, or the list of what it may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import TargetError
from lineal.base.suggest import closest
from lineal.ledger.refs.ids import artifacts, executions, runs
from lineal.ledger.refs.named import commits, exact_param, metrics, params
from lineal.ledger.refs.parse import WORDS, is_hex, parse_ref
from lineal.ledger.refs.paths import columns, paths
from lineal.ledger.refs.stages import stages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.ledger.opened import Ledger
    from lineal.ledger.refs.nodes import Candidate, Node
    from lineal.ledger.refs.parse import Ref
    from lineal.pipeline.workspace import Workspace

    Resolver = Callable[[Workspace, Ledger, str], list[Candidate]]

_NONE: Mapping[str, Resolver] = {}
_LEAST_DIGITS = 4
_MOST_LISTED = 20


def resolve(
    ws: Workspace, ledger: Ledger, text: str, further: Mapping[str, Resolver] = _NONE
) -> Node:
    """The thing a reference names; `TargetError` when it names none, or several.

    ``further`` looks up kinds that rooms above this one know: versions and predictions.
    """
    # As the ledger has names that are none of UTF-8.
    ref = parse_ref(text.encode("utf-8", "backslashreplace").decode())
    if ref.kind is None:
        found = _bare(ws, ledger, ref.value, further)
    else:
        look_up = further.get(ref.kind) or RESOLVERS[ref.kind]
        found = look_up(ws, ledger, ref.value)
    distinct = list({one.node: one for one in found}.values())
    known = [one for one in distinct if not one.weak] or distinct[:1]
    if not known:
        raise _unknown(ledger, ref)
    if len(known) > 1:
        raise _ambiguous(ref, known)
    return known[0].node


def _no_versions(_ws: Workspace, _ledger: Ledger, value: str) -> list[Candidate]:
    raise TargetError(
        f"a version of a model means nothing here: '{value}'",
        hint=f"lineal models show {value}; lineal trace model:{value}",
    )


def _no_predictions(_ws: Workspace, _ledger: Ledger, value: str) -> list[Candidate]:
    raise TargetError(
        f"a prediction means nothing here: '{value}'",
        hint=f"lineal trace prediction:{value}",
    )


#: How the value of each kind of reference is looked up.
RESOLVERS: dict[str, Resolver] = {
    "path": paths,
    "md5": artifacts,
    "run": runs,
    "exec": executions,
    "stage": stages,
    "param": params,
    "metric": metrics,
    "column": columns,
    "commit": commits,
    "model": _no_versions,
    "prediction": _no_predictions,
}


def _bare(
    ws: Workspace, ledger: Ledger, token: str, further: Mapping[str, Resolver]
) -> list[Candidate]:
    """Everything it may mean. Git is asked late: it takes a process.

    What is further is asked when nothing else is meant.
    """
    names: tuple[Resolver, ...] = (paths, columns, stages, exact_param, metrics)
    found = [one for look_up in names for one in look_up(ws, ledger, token)]
    is_id = is_hex(token.replace("-", "").removesuffix(".dir"), _LEAST_DIGITS)
    if is_id:
        found += [
            one for look_up in (runs, executions, artifacts) for one in look_up(ws, ledger, token)
        ]
    if is_id or not found:
        found += commits(ws, ledger, token)
    if not found:
        found += [one for look_up in further.values() for one in look_up(ws, ledger, token)]
    return found


def _ambiguous(ref: Ref, found: list[Candidate]) -> TargetError:
    shown = found[:_MOST_LISTED]
    width = max(len(one.spelling) for one in shown)
    lines = [f"  {one.spelling:<{width}}  {one.what}" for one in shown]
    more = ["  …"] if len(found) > len(shown) else []
    return TargetError(
        "\n".join([f"'{ref.text}' may mean several things:", *lines, *more]),
        hint="say one of them as it is spelled on the left",
    )


def _unknown(ledger: Ledger, ref: Ref) -> TargetError:
    near = closest(ref.value, _names(ledger, ref))
    prefix = f"{ref.kind}:" if ref.kind else ""
    if near:
        hint = f"did you mean '{prefix}{near}'?"
    elif ref.kind is None and ":" in ref.value:
        hint = f"a reference is a path, or one of {', '.join(f'{word}:' for word in WORDS)}"
    else:
        hint = "lineal log shows what was run; lineal ledger import --git reads the past of Git"
    if ref.kind is None:
        return TargetError(f"the ledger knows nothing called '{ref.value}'", hint=hint)
    what = WORDS[ref.kind].partition(",")[0]
    return TargetError(f"the ledger does not know '{ref.text}' ({what})", hint=hint)


def _names(ledger: Ledger, ref: Ref) -> list[str]:
    statements = {
        "path": ("some_paths",),
        "stage": ("some_stages",),
        "param": ("some_params",),
        "metric": ("some_metrics",),
        None: ("some_paths", "some_stages", "some_params", "some_metrics"),
    }.get(ref.kind, ())
    return [text for statement in statements for (text,) in ledger.store.rows(statement)]
