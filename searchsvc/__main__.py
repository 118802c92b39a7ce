"""The command ``searchsvc``, and ``python -m searchsvc``: the command line, or nothing where Ctrl-C comes before it."""

from __future__ import annotations

import sys

try:
    from searchsvc.cli import main
except KeyboardInterrupt:
    sys.stderr.write("Interrupted.\n")
    sys.exit(130)  # as group.INTERRUPTED, which may not be there yet

if __name__ == "__main__":
    main(prog_name="searchsvc")
