"""What comes in and what goes out, made safe for any bytes: the app's request and response classes, and JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from urllib.parse import parse_qsl

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest

from searchsvc.encoding import encode

MOST_PARAMETERS = 100
SURROGATE = re.compile("[\ud800-\udfff]")
CONDITIONS = frozenset(("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"))
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Request(flask.Request):
    """A request whose query string may hold any bytes: what is not UTF-8 reads as U+FFFD.

    More than MOST_PARAMETERS are a 400 wherever they are read.
    """

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters of the query string. Read them through ``params`` only."""
        text = self.query_string.decode("utf-8", "replace")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_PARAMETERS)
        except ValueError as error:
            raise BadRequest(f"The address has too many parameters; at most {MOST_PARAMETERS} are read.") from error
        return ImmutableMultiDict(pairs)


class Reply(flask.Response):
    """A response whose text may hold lone surrogates: they go out as U+FFFD."""

    def set_data(self, value: bytes | str) -> None:
        """Set the whole body; text goes out as UTF-8."""
        super().set_data(utf8(value) if isinstance(value, str) else value)


def utf8(text: str) -> bytes:
    """Text as UTF-8, lone surrogates as U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text).encode()


def xml_safe(text: str) -> str:
    """Text without the characters that XML cannot hold; each becomes U+FFFD."""
    return NOT_XML.sub("\ufffd", text)


def json_reply(document: Mapping[str, object], *, timed: str | None = None) -> flask.Response:
    """The document, with a weak ETag of its content; 304 where the asker has it already.

    ``timed`` names a key that differs from answer to answer of the same content and is left out of the ETag.
    """
    if timed is None:
        body = same = encode(document)
    else:
        same = encode({**document, timed: None})
        # Within a text the quotation marks would be escaped, so this is the key itself.
        key = b'"%b":' % timed.encode()
        body = same.replace(key + b"null", key + encode(document[timed]), 1)
    reply = Reply(body, mimetype="application/json")
    reply.set_etag(blake2b(same, digest_size=12).hexdigest(), weak=True)
    if not CONDITIONS.isdisjoint(flask.request.environ):
        reply.make_conditional(flask.request)
    return reply
