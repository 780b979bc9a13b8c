"""The line of a version or a prediction for people: what was said, by what, and what made that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.ids import short, spell
from lineal.cli.amounts import size_text
from lineal.cli.descent_text import show_descent
from lineal.cli.moments import ago, clock, now
from lineal.cli.output import BOLD, CYAN, DIM, GREEN, RED, YELLOW
from lineal.cli.values import (
    ascii_only,
    columns_of_terminal,
    cut,
    print_rows,
    short_oid,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lineal.cli.output import Console
    from lineal.lineage.line import Line, Registered, Rule
    from lineal.receipts.receipt import Receipt

_SHORT_BUNDLE = 12
VERDICT_COLOURS = {"pass": GREEN, "fail": RED, "inconclusive": YELLOW}
_MOST_CHECKS = 12
_GOOD = "pass"


def show_line(console: Console, line: Line) -> None:
    present = now()
    mark = "<- " if ascii_only() else "← "
    if line.receipt is not None:
        _show_prediction(console, line, line.receipt, present)
    lead = mark if line.receipt is not None else ""
    if line.registered is None:
        console.say(f"{lead}bundle {line.bundle[:_SHORT_BUNDLE]}")
    else:
        for at, text in enumerate(_version(console, line, line.registered, present)):
            console.say(f"{lead if at == 0 else ' ' * len(lead)}{text}")
        _show_verdicts(console, line.registered, " " * (len(lead) + 2))
    for said in line.unknown:
        console.say(console.paint(said, YELLOW))
    if line.trace is not None:
        for root in line.trace.roots:
            size = "" if root.size is None else f"  {size_text(root.size)}"
            console.say(f"{mark}{root.path}  {short_oid(root.oid)}{size}")
        show_descent(console, line.trace, mark, present)
        for root in line.trace.roots:
            digits = root.oid.partition(".")[0][:_SHORT_BUNDLE]
            console.note(f"all inputs of each stage: lineal trace md5:{digits}")
    if line.receipt is not None and line.registered is not None:
        console.note(f"prove it: lineal replay prediction:{short(line.receipt.id)}")
    elif line.registered is not None:
        console.note(f"what came of it: lineal impact model:{line.registered.version.name}")


def _show_prediction(console: Console, line: Line, receipt: Receipt, present: int) -> None:
    served = line.served or 0
    console.say(
        f"{console.paint(f'prediction {short(receipt.id)}', BOLD)}"
        f"  {console.paint(spell(receipt.id), DIM)}"
    )
    where = f"  by {receipt.origin.endpoint}" if receipt.origin.endpoint else ""
    console.say(f"   {ago(served, present)} ({clock(served)})  {receipt.route}{where}")
    decided = console.paint(f"decided {value_text(receipt.decision)}", BOLD)
    console.say(f"   score {value_text(receipt.score)}{_against(receipt, line.rule)}: {decided}")
    inputs = [f"{name}={value_text(value)}" for name, value in receipt.inputs.items()]
    width = columns_of_terminal()
    for text in _wrapped(inputs, 96 if width is None else max(20, width - 3)):
        console.say(f"   {text}")


def _when(micros: int, present: int) -> str:
    """How long ago as well, as long as that is no date itself."""
    age, exact = ago(micros, present), clock(micros)
    return exact if exact.startswith(age) else f"{age} ({exact})"


def _against(receipt: Receipt, rule: Rule | None) -> str:
    if rule is None:
        return ""
    stands = "at or above" if receipt.score >= rule.threshold else "below"
    return f", {stands} the threshold {value_text(rule.threshold)}"


def _wrapped(words: list[str], width: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) + 2 > width:
            yield line
            line = ""
        line = f"{line}, {word}" if line else word
    if line:
        yield cut(line, width)


def _version(console: Console, line: Line, one: Registered, present: int) -> Iterator[str]:
    version = one.version
    parts = [
        console.paint(version.name, CYAN),
        ", ".join(one.aliases),
        f"registered {_when(version.time, present)}",
        f"bundle {version.bundle[:_SHORT_BUNDLE]}",
    ]
    yield "  ".join(filter(None, parts))
    if line.receipt is None and line.rule is not None:
        note = f"  ({line.rule.note})" if line.rule.note else ""
        yield (
            f"{value_text(line.rule.positive)} at or above {value_text(line.rule.threshold)}{note}"
        )


def _show_verdicts(console: Console, one: Registered, indent: str) -> None:
    """What did not pass, and how well it performs; all of them are in the version."""
    word = one.version.verdict or "not judged"
    painted = console.paint(word, VERDICT_COLOURS.get(word, YELLOW))
    verdicts = one.verdicts
    told = [each for each in verdicts if each.get("verdict") != _GOOD or _is_performance(each)]
    rest = len(verdicts) - len(told)
    more = f", {rest} more passed: lineal models show {one.version.name}" if rest else ""
    console.say(f"{indent}gates: {painted}{more}")
    print_rows(console, [_check(each) for each in told[:_MOST_CHECKS]], f"{indent}  ")


def _is_performance(each: Mapping[str, Any]) -> bool:
    return str(each.get("check", "")).startswith("performance/")


def _check(each: Mapping[str, Any]) -> list[str]:
    measured, interval = each.get("measured"), each.get("interval")
    value = "" if measured is None else f"{measured:.4g}"
    if interval:
        value += f" [{interval[0]:.4g}, {interval[1]:.4g}]"
    needs = each.get("threshold")
    return [
        str(each.get("check", "")),
        str(each.get("verdict", "")),
        value,
        "" if needs is None else f"{each.get('relation', '>=')} {needs:.4g}",
    ]
