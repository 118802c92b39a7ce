"""``python -m tests.opensearch.faults 10``: every fault so many times, each time with another node."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.opensearch.faults.times import SETTING

HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Run the tests; further arguments are pytest's."""
    times, *more = arguments or ["10"]
    command = [sys.executable, "-m", "pytest", str(HERE), "-v", "--durations=0", *more]
    return subprocess.run(command, env=os.environ | {SETTING: times}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
