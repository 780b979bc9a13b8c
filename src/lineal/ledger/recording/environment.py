"""The environment stages run in: which Python with which packages, on which machine.

Nothing is started to find out: names of directories and files of the system say it.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from lineal.base.canonical import canonical
from lineal.base.ids import RANDOM_BYTES, make_id
from lineal.base.version import __version__
from lineal.ledger.fact import NewFact
from lineal.ledger.kinds import environment
from lineal.ledger.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lineal.ledger.kinds.environment import EnvironmentPayload

#: Variables that change what programs compute.
VARIABLES = (
    "CUBLAS_WORKSPACE_CONFIG",
    "CUDA_VISIBLE_DEVICES",
    "HIP_VISIBLE_DEVICES",
    "LANG",
    "LC_ALL",
    "LC_NUMERIC",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHASHSEED",
    "PYTHONOPTIMIZE",
    "PYTHONPATH",
    "RAYON_NUM_THREADS",
    "SOURCE_DATE_EPOCH",
    "TF_DETERMINISTIC_OPS",
    "TZ",
    "VIRTUAL_ENV",
)
_LOCK_FILES = re.compile(
    r"uv\.lock|poetry\.lock|pdm\.lock|pylock(\..+)?\.toml|Pipfile\.lock|pixi\.lock|conda-lock\.yml"
    r"|environment\.ya?ml|requirements.*\.txt|renv\.lock|package-lock\.json|Cargo\.lock"
)
_MOST_LOCK_BYTES = 64 << 20
_PACKAGE = re.compile(r"(?P<name>.+?)-(?P<version>[0-9][^-]*)(-py[0-9.]+)?\.(dist|egg)-info")


def environment_fact(payload: EnvironmentPayload, time: int) -> NewFact:
    """The same environment has the same id, whoever finds it: it is said once."""
    named = hashlib.sha256(canonical(payload)).digest()
    return NewFact(make_id(0, named[:RANDOM_BYTES]), environment.KIND, time, payload)


def read_environment(
    root: str, environ: Mapping[str, str], further: Iterable[str]
) -> EnvironmentPayload:
    """What commands started with ``environ`` find; ``further`` are names of variables."""
    # `platform` would take longer to load than all of this.
    system = os.uname()
    executable = _unshimmed(_python(environ.get("PATH", "")), root, environ)
    prefix = None if executable is None else _prefix(executable)
    payload: EnvironmentPayload = {
        "os": f"{system.sysname} {system.release}",
        "machine": system.machine,
        "cores": os.cpu_count() or 1,
        "locked": _locked(root),
        "variables": variables(environ, further),
        "lineal": __version__,
    }
    if executable is not None and prefix is not None:
        payload["executable"] = executable
        payload["python"] = _version(executable, prefix)
        payload["packages"] = _packages(prefix)
    cpu, memory, accelerators = _cpu(), _memory(), _accelerators()
    if cpu:
        payload["cpu"] = cpu
    if memory:
        payload["memory"] = memory
    if accelerators:
        payload["accelerators"] = accelerators
    return payload


def variables(environ: Mapping[str, str], further: Iterable[str]) -> dict[str, str]:
    """Those that are set, secrets masked. Pure."""
    names = sorted({*VARIABLES, *further})
    return {name: masked(name, environ[name]) for name in names if name in environ}


def _python(path: str) -> str | None:
    """The interpreter that ``python`` is to a stage."""
    for name in ("python", "python3"):
        for directory in path.split(":"):
            candidate = os.path.join(directory or ".", name)
            if os.path.isfile(candidate) and os.access(candidate, os.X_OK):
                return candidate
    return None


def _unshimmed(executable: str | None, root: str, environ: Mapping[str, str]) -> str | None:
    """The interpreter that pyenv would start in its place."""
    if executable is None or not executable.endswith(("/shims/python", "/shims/python3")):
        return executable
    home = os.path.dirname(os.path.dirname(executable))
    named = environ.get("PYENV_VERSION") or ""
    for file in (f"{root}/.python-version", f"{home}/version"):
        with suppress(OSError), open(file, encoding="utf-8", errors="replace") as lines:
            named = named or lines.readline().strip()
    real = f"{home}/versions/{named.partition(':')[0]}/bin/python"
    return real if os.path.exists(real) else executable


def _prefix(executable: str) -> str:
    """Of the virtual environment, or else of the installation."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(executable)))
    if os.path.exists(f"{here}/pyvenv.cfg"):
        return here
    return os.path.dirname(os.path.dirname(os.path.realpath(executable)))


def _version(executable: str, prefix: str) -> str:
    """As exactly as can be told without starting it."""
    if os.path.realpath(executable) == os.path.realpath(sys.executable):
        return ".".join(map(str, sys.version_info[:3]))
    config = f"{prefix}/pyvenv.cfg"
    with suppress(OSError), open(config, encoding="utf-8", errors="replace") as file:
        for line in file:
            key, _, value = line.partition("=")
            if key.strip() in ("version", "version_info"):
                return value.strip()
    return os.path.basename(os.path.realpath(executable)).removeprefix("python")


def _packages(prefix: str) -> dict[str, str]:
    """Names and versions, as their directories are called."""
    found: dict[str, str] = {}
    for directory in _package_directories(prefix):
        for name in _names(directory):
            match = _PACKAGE.fullmatch(name)
            if match is not None:
                found.setdefault(match["name"].lower().replace("_", "-"), match["version"])
    return found


def _names(directory: str) -> list[str]:
    """Of what may be looked at."""
    with suppress(OSError):
        return os.listdir(directory)
    return []


def _package_directories(prefix: str) -> Iterator[str]:
    for base in (f"{prefix}/lib", f"{prefix}/local/lib", f"{prefix}/lib64"):
        with suppress(OSError):
            for python in sorted(os.listdir(base), reverse=True):
                if python.startswith("python3"):
                    both = (f"{base}/{python}/{kind}-packages" for kind in ("site", "dist"))
                    yield from filter(os.path.isdir, both)


def _locked(root: str) -> dict[str, str]:
    """The files at the root that pin packages, with their SHA-256."""
    found = {}
    for name in sorted(filter(_LOCK_FILES.fullmatch, _names(root))):
        with suppress(OSError), open(f"{root}/{name}", "rb") as file:
            found[name] = hashlib.sha256(file.read(_MOST_LOCK_BYTES)).hexdigest()
    return found


def _cpu() -> str | None:
    with suppress(OSError), open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        for line in file:
            key, _, value = line.partition(":")
            if key.strip() in ("model name", "Model", "cpu model"):
                return value.strip()
    return None


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def _accelerators() -> list[str]:
    """Those of NVIDIA by model, and of AMD by device."""
    found = []
    with suppress(OSError):
        for gpu in sorted(os.listdir("/proc/driver/nvidia/gpus")):
            path = f"/proc/driver/nvidia/gpus/{gpu}/information"
            with open(path, encoding="utf-8", errors="replace") as file:
                model = [line.partition(":")[2].strip() for line in file if "Model" in line]
            found += model or ["NVIDIA"]
    with suppress(OSError):
        for node in sorted(os.listdir("/sys/class/kfd/kfd/topology/nodes")):
            path = f"/sys/class/kfd/kfd/topology/nodes/{node}/name"
            with open(path, encoding="ascii", errors="replace") as file:
                found += [f"AMD {name}" for name in [file.read().strip()] if name]
    return found
