"""A stage alone writes where we write, and into its log on the way."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.run.outputlog import OutputLog
from lineal.pipeline.run.streams import Passing
from tests.pipeline.place import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.place import Place

PROBE = """
import os, sys
size = os.get_terminal_size(1)
print(os.isatty(0), os.isatty(1), os.isatty(2), size.columns, size.lines)
"""


def test_the_two_streams_stay_apart(place: Place) -> None:
    """Who redirects one of them gets that one alone."""
    place.stages({"a": {"cmd": "echo out; echo err >&2"}})
    run = place.lineal("run", "-q")

    assert ("out\n", "err\n") == (run.stdout, run.stderr)


def test_two_streams_in_one_file_keep_their_order(place: Place) -> None:
    """As in ``lineal run > log 2>&1``."""
    words = " ".join(f"echo {n}; echo {n}e >&2;" for n in range(20))
    place.stages({"a": {"cmd": words}})
    process = place.start("run", "-q", stderr=subprocess.STDOUT)
    out, _ = process.communicate()

    assert [line for n in range(20) for line in (f"{n}", f"{n}e")] == out.splitlines()


def test_our_own_streams_may_be_closed(place: Place) -> None:
    """As where nobody sits in front of it: nothing else is taken for them."""
    place.stages({"a": {"cmd": "cat; echo out; echo err >&2; echo 1 > o", "outs": ["o"]}})
    line = f"exec {place.executable} run <&- >&- 2>&-"
    done = subprocess.run(["sh", "-c", line], cwd=place.root, check=False)

    assert (0, "1\n", "out\nerr\n") == (
        done.returncode,
        place.read("o"),
        place.read(".lineal/logs/a.log"),
    )


def test_nobody_waits_for_what_was_left_running(place: Place) -> None:
    """Its output goes on to where it would have gone, and it is not killed by writing."""
    left = "(sleep 0.4; echo late; echo alive > alive) &"
    place.stages({"a": {"cmd": f"{left} echo early"}})
    process = place.start("run", "-q")
    out, _ = process.communicate()

    assert (0, "early\nlate\n", True) == (process.returncode, out, place.exists("alive"))


def test_what_was_left_running_may_write_on_and_on(place: Place) -> None:
    """The run is over when its commands are, however much is still said."""
    left = "(while test ! -e stop; do echo x; sleep 0.01; done) & yes >&2 & echo $! > yes;"
    place.stages({"a": {"cmd": f"{left} echo early", "outs": ["yes"]}})
    process = place.start("run", "-q", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    code = process.wait(30)
    place.write({"stop": ""})
    os.kill(int(place.read("yes")), signal.SIGKILL)

    assert 0 == code


def test_without_a_terminal_to_be_had_the_command_has_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That there is no log of it is a problem of the log."""
    monkeypatch.setattr(os, "isatty", lambda _descriptor: True)
    monkeypatch.setattr("lineal.pipeline.run.terminal.open_terminal", _refused)
    log = OutputLog(f"{tmp_path}/log")
    streams = Passing(log)
    is_ours = os.path.sameopenfile(streams.out, 1)
    streams.settle(at_once=False)

    assert (True, (), "no more") == (
        is_ours,
        tuple(streams.filenos),
        log.problem and log.problem.strerror,
    )


def _refused(_target: int) -> tuple[int, int]:
    raise OSError(5, "no more")


def test_a_command_may_close_its_output(place: Place) -> None:
    """It is waited for all the same."""
    place.stages({"a": {"cmd": "exec >&- 2>&-; sleep 0.1; : > done", "outs": ["done"]}})

    assert (True, True) == (place.lineal("run").ok, place.exists("done"))


def test_who_reads_no_more_ends_the_command(place: Place) -> None:
    """As if it wrote there itself: ``lineal run | head``."""
    place.stages({"a": {"cmd": "while echo y; do :; done"}})
    read, write = os.pipe()
    process = place.start("run", "-q", stdout=write)
    os.close(write)
    os.read(read, 10)
    os.close(read)
    process.communicate()

    assert 0 != process.returncode


@pytest.mark.parametrize(("number", "times"), [(signal.SIGTERM, 1), (signal.SIGINT, 2)])
def test_who_does_not_read_cannot_keep_us(place: Place, number: int, times: int) -> None:
    """``lineal run | less``, and then an interrupt."""
    place.stages({"a": {"cmd": ": > begun; exec yes"}})
    read, write = os.pipe()
    process = place.start("run", "-q", stdout=write)
    os.close(write)
    wait_until(lambda: place.exists("begun"))
    wait_until(lambda: select.select([read], [], [], 0)[0])
    for _ in range(times):
        os.killpg(process.pid, number)
    code = process.wait(30)
    os.close(read)

    assert 130 == code


def test_a_slow_reader_gets_all_in_order(place: Place) -> None:
    """And the log has it."""
    place.stages({"a": {"cmd": "seq 60000"}, "b": {"cmd": "echo last"}})
    read, write = os.pipe()
    process = place.start("run", "-q", "-j", "1", stdout=write)
    os.close(write)
    wait_until(lambda: select.select([read], [], [], 0)[0])
    with open(read, "rb") as stream:
        got = stream.read()
    process.wait(30)

    wanted = "".join(f"{n}\n" for n in range(1, 60001))
    assert (f"{wanted}last\n", True) == (
        got.decode(),
        place.read(".lineal/logs/a.log") == wanted,
    )


def test_a_terminal_is_one_for_the_command(place: Place) -> None:
    """Of the same size; the log has what was written, without carriage returns."""
    place.write({"probe.py": PROBE})
    place.stages({"alone": {"cmd": f"{sys.executable} probe.py"}})
    end, process = on_terminal(place, "run", "-q")
    shown = until_over(end, process)

    assert ("True True True 100 30\r\n", "True True True 100 30\n") == (
        shown,
        place.read(".lineal/logs/alone.log"),
    )


def test_a_debugger_works_in_a_stage(place: Place) -> None:
    """Its prompt is seen, and what is typed arrives."""
    place.write({"bug.py": "secret = 41\nbreakpoint()\nprint('on')\n"})
    place.stages({"a": {"cmd": f"{sys.executable} bug.py"}})
    end, process = on_terminal(place, "run", "-q")
    shown = read_until(end, "(Pdb)")
    os.write(end, b"p secret + 1\n")
    shown += read_until(end, "42")
    os.write(end, b"c\n")
    shown += until_over(end, process)

    assert (True, True, 0) == ("bug.py" in shown, "on" in shown, process.returncode)


def test_an_interrupt_of_the_terminal_reaches_the_command(place: Place) -> None:
    """Once, as it does without us."""
    place.stages({"a": {"cmd": "trap 'echo caught; exit 1' INT; : > begun; sleep 60 & wait"}})
    end, process = on_terminal(place, "run", "-q")
    wait_until(lambda: place.exists("begun"))
    os.write(end, b"\x03")
    shown = until_over(end, process)

    assert (1, 130) == (shown.count("caught\r\n"), process.returncode)


def test_another_window_is_another_size(place: Place) -> None:
    """Also for the command that is running."""
    place.write({"probe.py": f"import time\nopen('begun', 'w')\ntime.sleep(1)\n{PROBE}"})
    place.stages({"a": {"cmd": f"{sys.executable} probe.py"}})
    end, process = on_terminal(place, "run", "-q")
    wait_until(lambda: place.exists("begun"))
    resize(end, 40, 120)
    os.kill(process.pid, signal.SIGWINCH)

    assert "True True True 120 40\r\n" == until_over(end, process)


def on_terminal(place: Place, *argv: str) -> tuple[int, subprocess.Popen[bytes]]:
    """Our end of a terminal of 100 columns, and the command on the other one."""
    end, theirs = pty.openpty()
    resize(end, 30, 100)
    code = "import os, fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    code += f"os.execv({os.fspath(place.executable)!r}, ['lineal', *{argv!r}])"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=place.root,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    place.started.append(process)  # type: ignore[arg-type]
    return end, process


def resize(end: int, lines: int, columns: int) -> None:
    import fcntl  # deferred: only on a terminal
    import struct
    import termios

    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def read_until(end: int, word: str) -> str:
    seen = ""
    while word not in seen:
        assert select.select([end], [], [], 30)[0], seen
        seen += os.read(end, 4096).decode()
    return seen


def until_over(end: int, process: subprocess.Popen[bytes]) -> str:
    seen = b""
    while True:
        try:
            data = os.read(end, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data
    process.wait()
    os.close(end)
    return seen.decode()
