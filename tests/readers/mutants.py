"""Files that were damaged at random, the same ones each time: cut, with flipped bits, with pieces moved or repeated."""

from __future__ import annotations

import random
from collections.abc import Iterator

MUTANTS = 50


def mutants(content: bytes, count: int = MUTANTS) -> Iterator[bytes]:
    """Damaged copies of a file."""
    dice = random.Random(len(content))
    for number in range(count):
        yield (_cut, _flipped, _spliced)[number % 3](content, dice)


def _cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def _flipped(content: bytes, dice: random.Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(dice.choice((1, 3, 30))):
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def _spliced(content: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(content)) for _ in range(2))
    place = dice.randrange(len(content))
    return content[:place] + content[start:end] + content[place + dice.choice((0, end - start)) :]
