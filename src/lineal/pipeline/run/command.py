"""Running the commands of a stage: in the user's shell, as DVC does, or in a warm process.

Loaded when the first stage runs; waiting for what was started is `children`'s.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from lineal.pipeline.address import address
from lineal.pipeline.run.children import Exit
from lineal.pipeline.run.usage import Usage, reap, together
from lineal.pipeline.run.warm import WarmProcess, warm_arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lineal.pipeline.model import Stage
    from lineal.pipeline.run.streams import Streams
    from lineal.pipeline.workspace import Workspace

#: What shells say of a command they cannot start.
_NOT_STARTED = 127
_SHELL_OPTIONS = {"bash": ["--noprofile", "--norc"], "zsh": ["--no-rcs"]}


class Child:
    """The commands of one stage, one process after the other. The first failure ends it."""

    __slots__ = (
        "_asked",
        "_commands",
        "_env",
        "_over",
        "_process",
        "_start",
        "_streams",
        "_usage",
        "_warm",
        "command",
        "stage",
    )

    def __init__(
        self,
        ws: Workspace,
        stage: Stage,
        streams: Streams,
        warm: WarmProcess,
        start: Callable[[Stage, str], None],
        further: Mapping[str, str] | None = None,
    ) -> None:
        self.stage = stage
        self.command = ""
        self._commands: Iterator[str] = iter(stage.commands)
        self._env = {**environment(stage, ws.root, ws.cwd), **(further or {})}
        self._streams = streams
        self._usage = Usage()
        self._warm = warm
        self._start = start
        #: The signal it was asked to end with; it may come when no process is there to get it.
        self._asked = 0
        self._process: subprocess.Popen[bytes] | WarmProcess | None = None
        #: How it ended, until all that it wrote is read.
        self._over: Exit | None = None

    def poll(self) -> Exit | None:
        """Starts the next command when the last has ended; the result when all have."""
        while True:
            if self._over is not None:
                is_read = self._streams.settle(at_once=self._asked != 0)
                return self._over if is_read else None
            ended = self._ended()
            if ended is None:
                return None
            code, usage = ended
            self._usage = together(self._usage, usage)
            self._process = None
            following = next(self._commands, None) if code == 0 else None
            if following is None:
                self._over = self._exit(self.command, code)
                continue
            if self._asked:
                self._over = self._exit(following, -self._asked, "the run was interrupted")
                continue
            self.command = following
            self._start(self.stage, following)
            try:
                self._process = self._spawn(following)
            except (OSError, ValueError) as exc:
                # No such shell or directory, too long, a NUL in it: this stage's fault alone.
                self._over = self._exit(following, _NOT_STARTED, str(exc))
                continue
            self._deliver()

    def _ended(self) -> tuple[int, Usage] | None:
        if self._process is None:
            return 0, Usage()
        if isinstance(self._process, WarmProcess):
            return self._process.poll()
        return reap(self._process)

    def _exit(self, command: str, code: int, problem: str = "") -> Exit:
        return Exit(self.stage, command, code, problem, self._usage)

    def _spawn(self, command: str) -> subprocess.Popen[bytes] | WarmProcess:
        arguments = warm_arguments(command, self._env)
        streams, alone = self._streams, self._streams.is_alone
        if arguments is not None and self._warm.is_idle:
            fds = (0 if alone else None, streams.out, streams.err)
            self._warm.start(arguments, self.stage.wdir, self._env, fds)
            return self._warm
        # A stage alone shares our input and process group; stages side by side must not:
        # an interrupt has to reach each of them exactly once.
        return subprocess.Popen(
            shell_command(command),
            cwd=self.stage.wdir,
            env=self._env,
            stdin=None if alone else subprocess.DEVNULL,
            stdout=streams.out,
            stderr=streams.err,
            process_group=None if alone else 0,
        )

    @property
    def is_alone(self) -> bool:
        return self._streams.is_alone

    @property
    def filenos(self) -> Sequence[int]:
        if self._process is self._warm and self._warm.fileno is not None:
            return (*self._streams.filenos, self._warm.fileno)
        return self._streams.filenos

    @property
    def full(self) -> Sequence[int]:
        return self._streams.full

    def pump(self) -> None:
        self._streams.pump()

    def resize(self) -> None:
        self._streams.resize()

    def signal(self, number: int) -> None:
        self._asked = number
        self._deliver()

    def _deliver(self) -> None:
        if not self._asked:
            return
        if isinstance(self._process, WarmProcess):
            self._process.signal(self._asked)
        elif self._process is not None and self._process.returncode is None:
            # Nobody else reaps it: the number is still its own, even if it has ended.
            if self.is_alone:
                os.kill(self._process.pid, self._asked)
            else:
                os.killpg(self._process.pid, self._asked)


def shell_command(command: str) -> list[str]:
    """The shell the user works in, without their start-up files."""
    shell = os.environ.get("SHELL") or "/bin/sh"
    name = os.path.basename(shell).lower()
    options = _fish_options(shell) if name == "fish" else _SHELL_OPTIONS.get(name, [])
    return [shell, *options, "-c", command]


def _fish_options(shell: str) -> list[str]:
    """``--no-config`` came with fish 3.3."""
    answer = subprocess.run([shell, "--version"], capture_output=True, text=True, check=False)
    version = answer.stdout.strip().rpartition(" ")[2].split(".")
    try:
        return ["--no-config"] if (int(version[0]), int(version[1])) >= (3, 3) else []
    except (ValueError, IndexError):
        return []


def environment(stage: Stage, root: str, cwd: str) -> dict[str, str]:
    env = without_pyenv_shims(dict(os.environ))
    env.setdefault("DVC_ROOT", root)
    env["DVC_STAGE"] = address(stage, cwd)
    return env


def without_pyenv_shims(env: dict[str, str]) -> dict[str, str]:
    """Undo what pyenv does to PATH for the process it starts.

    Passed on, ``python`` in a stage would no longer be the one of the user's shell.
    """
    wanted = ("PYENV_DIR", "PYENV_HOOK_PATH", "PYENV_VERSION", "PYENV_ROOT")
    parts = env.get("PATH", "").split(":")
    is_shimmed = len(parts) > 2 and os.path.basename(parts[1]) == "libexec"  # noqa: PLR2004
    if is_shimmed and all(env.get(name) for name in wanted):
        parts = parts[2:]
        plugins = os.path.join(env["PYENV_ROOT"], "plugins")
        while parts and parts[0].startswith(plugins):
            del parts[0]
        env["PATH"] = ":".join(parts)
    return env
