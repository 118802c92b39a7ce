"""The text of a JSON file of any length, read one value at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from searchsvc.readers.layout import Json
from searchsvc.readers.rows import Stopped

LONGEST = 64 * 2**20
"""Characters: the longest value that is read."""
NEAR_END = 12
"""An error so near the end of what was read comes from text that is still missing: ``fals``, ``\\u00``."""
BROKEN_OFF = "the file breaks off in the middle of JSON: what comes before is kept"

_BLANKS = re.compile(r"[\s\ufeff\x1e\0]*")
_DECODER = json.JSONDecoder()


class JsonText:
    """A place in the text; it only goes forward, and what lies behind it is forgotten."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text, self._place = "", 0
        self._line, self._counted = 1, 0
        self._ended = False
        self.last_size = 0

    def line(self) -> int:
        """The line of this place."""
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        return self._line

    def peek(self) -> str:
        """The next character that is not blank; nothing at the end."""
        while True:
            found = _BLANKS.match(self._text, self._place)
            self._place = found.end() if found else self._place
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._read_on():
                return ""

    def expect(self, mark: str) -> None:
        """Go behind a mark. Raises Stopped where another character comes."""
        if (found := self.peek()) != mark:
            raise Stopped(f"not JSON: {mark} is expected" if found else BROKEN_OFF, self.line())
        self._place += 1

    def looks_like(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text from here on begins so."""
        while len(self._text) - self._place < 4096 and self._read_on():
            pass
        return pattern.match(self._text, self._place) is not None

    def value(self) -> Json:
        """The next value, whole. Raises Stopped where there is none."""
        if not self.peek():
            raise Stopped(BROKEN_OFF, self.line())
        while True:
            try:
                value: Json
                value, end = _DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                self._read_more(error)
            except RecursionError as error:
                raise Stopped("nested too deeply: not read any further", self.line()) from error
            except ValueError as error:
                raise Stopped(f"not JSON that can be read: {error}", self.line()) from error
            else:
                if isinstance(value, int | float) and end > len(self._text) - NEAR_END and self._read_on():
                    continue  # there may be more figures
                self.last_size = end - self._place
                self._place = end
                return value

    def _read_more(self, error: json.JSONDecodeError) -> None:
        """Twice as much text as there is. Raises Stopped where the error does not come from too little of it."""
        unfinished = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - NEAR_END
        pending = len(self._text) - self._place
        if unfinished and pending > LONGEST:
            raise Stopped(f"an article of over {LONGEST // 2**20} MiB: not read any further", self.line())
        if not unfinished or not self._read_on():
            line = self.line() + self._text.count("\n", self._place, error.pos)
            missing = error.msg.startswith("Unterminated") or error.pos >= len(self._text.rstrip())
            raise Stopped(BROKEN_OFF if missing else f"not JSON: {error.msg.removesuffix(' at')}", line)
        while len(self._text) - self._place < 2 * pending and self._read_on():
            pass

    def _read_on(self) -> bool:
        """Read another piece; False at the end."""
        self.line()
        while (piece := next(self._pieces, None)) is not None:
            if piece:
                self._text = self._text[self._place :] + piece
                self._place = self._counted = 0
                return True
        return False
