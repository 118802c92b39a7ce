"""Why a file could not be read, in words, with what to do about it."""

from __future__ import annotations


def os_reason(error: OSError) -> str:
    """What the operating system said, with what to do about it."""
    if isinstance(error, PermissionError):
        return "permission denied: let the user who indexes read it"
    if isinstance(error, FileNotFoundError):
        return "not there any more: it went while the corpus was read"
    return f"cannot be read: {error.strerror or error}"
