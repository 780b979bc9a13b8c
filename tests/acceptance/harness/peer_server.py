"""The oracle's process: runs under the *peer's* Python and answers ``dvc`` commands by forking.

A real ``dvc`` spends 0.7 s importing itself, which makes hundreds of comparisons
unaffordable. This process imports it once and forks one child per command. Nothing of
Lineal is imported here, and the children call ``dvc.cli.main`` exactly as the ``dvc``
script does.

One request per line on stdin, one answer per line on stdout, both JSON.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any

WARM_PIPELINE = """\
vars: [{who: world}]
stages:
  each:
    foreach: [1, 2]
    do: {cmd: 'echo ${item} > e${item}', outs: ['e${item}']}
  greet:
    cmd: echo ${who} > out
    deps: [src, 'e1']
    params: [lr, other.toml: [x]]
    outs: [out]
    metrics: [{m.json: {cache: false}}]
"""


def serve() -> None:
    """Answer until stdin ends. Stdout is kept for answers; children get files instead."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    preload()
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps({"exit_code": answer(json.loads(line))}), file=answers, flush=True)


def preload() -> None:
    """Import whatever a few real commands import, so that a fork starts with it.

    The commands run in a child: only its list of modules comes back, none of its state.
    """
    importlib.import_module("dvc.cli")
    with tempfile.TemporaryDirectory() as scratch:
        names = os.path.join(scratch, "modules")
        child = os.fork()
        if child == 0:
            exercise(scratch, names)
        os.waitpid(child, 0)
        with open(names, encoding="utf-8") as listed:
            wanted = listed.read().split()
    for name in wanted:
        # Some entries of sys.modules are aliases that cannot be imported by that name.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()


def exercise(scratch: str, names: str) -> NoReturn:
    root = os.path.join(scratch, "project")
    os.mkdir(root)
    os.chdir(root)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.environ.update(DVC_NO_ANALYTICS="1", DVC_SITE_CACHE_DIR=scratch, HOME=scratch)
    subprocess.run(["git", "init", "-q", "."], check=True)
    for name, text in {
        "dvc.yaml": WARM_PIPELINE,
        "params.yaml": "lr: 1\n",
        "other.toml": "x = 1\n",
        "src": "a",
        "data": "d",
    }.items():
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    main = importlib.import_module("dvc.cli").main
    commands = (
        "init|add data|repro|repro -P|status --json|checkout|commit -f|dag --dot|freeze greet"
    )
    for command in commands.split("|"):
        with contextlib.suppress(SystemExit):
            main(command.split())
    with open(names, "w", encoding="utf-8") as file:
        file.write("\n".join(sys.modules))
    os._exit(0)


def answer(request: dict[str, Any]) -> int:
    """Run one command in a child of our own; the exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        become(request)
    try:
        with alarm(request["timeout"]):
            _, status = os.waitpid(child, 0)
    except TimeoutError:
        os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def become(request: dict[str, Any]) -> NoReturn:
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, request["stdout"], os.O_WRONLY),
        (2, request["stderr"], os.O_WRONLY),
    ):
        os.dup2(os.open(path, flags), descriptor)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.argv = ["dvc", *request["argv"]]
    main = importlib.import_module("dvc.cli").main
    try:
        code = main(request["argv"]) or 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    # Closing the peer's databases is done by exit handlers; os._exit would skip them.
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    serve()
