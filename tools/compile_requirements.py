"""Pin what the ``.in`` files ask for, with the hash of every file PyPI has for it.

The machine's own pip configuration stays out: nothing that names a host of it
may land in a committed file, and the hashes must be those of the public index.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools.sources import ROOT

NAMES = ("runtime", "serve", "dev", "peers-dvc", "peers-mlflow", "peers-serving")
FLAGS = (
    *("--generate-hashes", "--allow-unsafe", "--strip-extras", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
    "--no-emit-options",
)


def main() -> int:
    kept = {k: v for k, v in os.environ.items() if k not in {"PIP_FIND_LINKS", "PIP_INDEX_URL"}}
    environment = {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
        "CUSTOM_COMPILE_COMMAND": "make requirements",
    }
    for name in NAMES:
        command = [sys.executable, "-m", "piptools", "compile", *FLAGS]
        print(f"== requirements/{name}.txt")
        subprocess.run(
            [*command, f"--output-file={name}.txt", f"{name}.in"],
            cwd=ROOT / "requirements",
            env=environment,
            check=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
