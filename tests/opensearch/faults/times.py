"""How often each fault is done."""

from __future__ import annotations

import os

SETTING = "SEARCHSVC_FAULTS"

# Read when this is imported: every test starts without SEARCHSVC_ variables.
TIMES = int(os.environ.get(SETTING, "1"))
THOROUGH = TIMES > 1
"""Whether somebody waits for all of it, and not only for the tests of a change."""
