"""The counts as Prometheus reads them: its text format, version 0.0.4. Pure."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from lineal.serving import counting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lineal.serving.counting import Timing, Totals

CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"


def exposition(totals: Totals, info: Mapping[str, str], memory: Mapping[int, int]) -> str:
    """``memory`` is resident bytes by the number of the worker, of those it is known of."""
    return "".join(f"{line}\n" for line in _lines(totals, info, memory))


def _lines(totals: Totals, info: Mapping[str, str], memory: Mapping[int, int]) -> Iterator[str]:
    single = totals.single
    yield from _family("lineal_model", "gauge", "What is served.")
    yield _sample("lineal_model", info, 1)
    yield from _family("lineal_requests", "counter", "Requests answered.", "_total")
    for (route, status), count in totals.requests.items():
        labels = {"route": route, "status": str(status)}
        yield _sample("lineal_requests_total", labels, count)
    name = "lineal_request_duration_seconds"
    yield from _family(name, "histogram", "From the headers of a request to its answer.")
    for route, timing in totals.timings.items():
        yield from _histogram(name, {"route": route}, counting.SECONDS, timing)
    yield from _counter("lineal_rows", "Rows predicted.", single[counting.ROWS])
    yield from _counter("lineal_receipts", "Receipts on disk.", single[counting.RECEIPTS])
    yield from _counter(
        "lineal_receipt_failures",
        "Requests not answered because no receipt could be written.",
        single[counting.FAILURES],
    )
    yield from _family("lineal_decisions", "counter", "Decisions given.", "_total")
    for label, place in (("positive", counting.POSITIVE), ("negative", counting.NEGATIVE)):
        yield _sample("lineal_decisions_total", {"decision": label}, single[place])
    yield from _family("lineal_score", "histogram", "Scores given.")
    yield from _histogram("lineal_score", {}, counting.SCORES, totals.scores)
    yield from _workers(totals, memory)


def _workers(totals: Totals, memory: Mapping[int, int]) -> Iterator[str]:
    name = "lineal_worker_start_time_seconds"
    yield from _family(name, "gauge", "When each worker started, in seconds since 1970.")
    for number, (pid, started) in enumerate(totals.workers):
        if pid:
            yield _sample(name, {"worker": str(number)}, started)
    name = "lineal_worker_resident_memory_bytes"
    yield from _family(name, "gauge", "Memory each worker holds.")
    for number, size in memory.items():
        yield _sample(name, {"worker": str(number)}, size)


def _counter(name: str, help_: str, value: float) -> Iterator[str]:
    yield from _family(name, "counter", help_, "_total")
    yield _sample(f"{name}_total", {}, value)


def _histogram(
    name: str, labels: Mapping[str, str], bounds: Sequence[float], timing: Timing
) -> Iterator[str]:
    running = list(accumulate(timing.counts))
    ends = [*(_number(bound) for bound in bounds), "+Inf"]
    for end, count in zip(ends, running, strict=True):
        yield _sample(f"{name}_bucket", {**labels, "le": end}, count)
    yield _sample(f"{name}_sum", labels, timing.sum)
    yield _sample(f"{name}_count", labels, running[-1])


def _family(name: str, kind: str, help_: str, suffix: str = "") -> Iterator[str]:
    yield f"# HELP {name}{suffix} {help_}"
    yield f"# TYPE {name}{suffix} {kind}"


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    spelled = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{spelled}}} {_number(value)}" if spelled else f"{name} {_number(value)}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
