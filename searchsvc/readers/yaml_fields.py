"""The value of a YAML text, read from the parser's events, and not by a loader.

So values stay texts (``title: No`` is the word, dates are read by us), and a hostile file has no tags, no aliases of
aliases and no depth to work with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml

from searchsvc.readers.values import DEEPEST, Value

PARSER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class WrongYaml(ValueError):
    """A text that is not the plain YAML of front matter: why, and on which of its lines (from 0; None: unknown)."""

    def __init__(self, problem: str, line: int | None) -> None:
        super().__init__(problem)
        self.line = line


def read_yaml(text: str) -> Value:
    """The one value of a YAML text, empty for none. Raises WrongYaml."""
    try:
        return _Reading(yaml.parse(text, Loader=PARSER)).document()
    except yaml.MarkedYAMLError as error:
        raise WrongYaml(str(error.problem), error.problem_mark.line if error.problem_mark else None) from error
    except yaml.YAMLError as error:
        raise WrongYaml("it has control characters", None) from error


@dataclass(slots=True)
class _Reading:
    """A document being read. ``anchored`` are the texts that an alias may stand for."""

    events: Iterator[yaml.Event]
    anchored: dict[str, str] = field(default_factory=dict)

    def document(self) -> Value:
        """The value of the first node."""
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                return self.value(event, 0)
        return ""

    def value(self, event: yaml.Event, depth: int) -> Value:
        """The value that begins with the event."""
        if depth > DEEPEST:
            raise _refusal("nested too deeply", event)
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                self.anchored[event.anchor] = str(event.value)
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self.values(yaml.SequenceEndEvent, depth))
        if isinstance(event, yaml.MappingStartEvent):
            fields = list(self.values(yaml.MappingEndEvent, depth))
            return {key: value for key, value in zip(fields[::2], fields[1::2], strict=True) if isinstance(key, str)}
        if isinstance(event, yaml.AliasEvent) and event.anchor in self.anchored:
            return self.anchored[event.anchor]
        raise _refusal("aliases are read of texts only, write the value out", event)

    def values(self, end: type[yaml.Event], depth: int) -> Iterator[Value]:
        """The values up to the event that ends them."""
        for event in self.events:
            if isinstance(event, end):
                return
            yield self.value(event, depth + 1)


def _refusal(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    # The stubs know one of the two classes of marks here; they are alike.
    return yaml.MarkedYAMLError(problem=problem, problem_mark=cast("yaml.error.Mark | None", event.start_mark))
