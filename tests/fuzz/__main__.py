"""``python -m tests.fuzz [COUNT] [FORMAT …]``: every reader over COUNT damaged files (2,000), each format by itself."""

from __future__ import annotations

import os
import sys
import time

from tests.conftest import CORPORA
from tests.fuzz.damaged import failure
from tests.fuzz.files import MAKERS, real_files


def main(arguments: list[str]) -> int:
    """All formats, or those that are named."""
    total = int(arguments[0]) if arguments else 2_000
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    failed = 0
    for name in arguments[1:] or MAKERS:
        files = real_files(CORPORA, name)
        begun = time.monotonic()
        wrong, peak = failure(files, total)
        failed += bool(wrong)
        seconds = time.monotonic() - begun
        what = wrong or f"{total:,} damaged files of {len(files)} read, peak {peak / 2**20:,.0f} MiB, {seconds:.0f} s"
        sys.stdout.write(f"{name:18} {what}\n")
        sys.stdout.flush()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
