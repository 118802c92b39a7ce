"""The service over HTTP: ``create_app`` makes the Flask app of an archive."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, Response, request
from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import PathConverter

from searchsvc.archive import LiveArchive
from searchsvc.web import api, feeds, headers, page, params, problems
from searchsvc.web.hosts import register as hosts_only
from searchsvc.web.live import EXPORTS_AT_ONCE, KEY, SLOTS
from searchsvc.web.reply import Reply, Request

STATIC = Path(__file__).with_name("static")
FOREVER = "public, max-age=31536000, immutable"


class AnyPath(PathConverter):
    """The rest of a path, whatever it holds: ids may begin with a slash or hold a line break."""

    regex = r"(?s:.+)"
    part_isolating = False


class Service(Flask):
    """Flask as this service wants it: no cookies, and OPTIONS is no method of ours."""

    request_class = Request
    response_class = Reply
    default_config = ImmutableDict(Flask.default_config | {"PROVIDE_AUTOMATIC_OPTIONS": False})


def create_app(live: LiveArchive, hosts: Collection[str] = ()) -> Flask:
    """The app that serves the archive: page, API and feeds. It answers to any of ``hosts``, or to any at all."""
    app = Service(__name__)
    app.extensions[KEY] = live
    app.extensions[SLOTS] = BoundedSemaphore(EXPORTS_AT_ONCE)
    app.url_map.merge_slashes = False
    app.url_map.converters["path"] = AnyPath
    for part in (api, feeds, page):
        app.register_blueprint(part.blueprint)
    app.url_defaults(name_version)
    hosts_only(app, hosts)
    app.before_request(check_parameters)
    app.after_request(keep_static)
    headers.register(app)
    problems.register(app)
    return app


def name_version(endpoint: str, values: dict[str, Any]) -> None:
    """Name the content of a static file in its address, so that it can be kept for good."""
    if endpoint == "static" and (version := content_hash(values["filename"])):
        values.setdefault("v", version)


def check_parameters() -> None:
    """Raise BadRequest where there are too many parameters, also at an address that reads none."""
    _ = request.args


def keep_static(response: Response) -> Response:
    """Let a static file be kept for good where its address names the content that goes out."""
    if request.endpoint == "static" and response.status_code in (200, 304) and request.view_args:
        same = params.version(request.args) == content_hash(request.view_args["filename"])
        response.headers["Cache-Control"] = FOREVER if same else "no-cache"
    return response


@cache
def content_hash(filename: str) -> str:
    """A short name for the content of a static file; empty where there is no such file."""
    path = STATIC / filename
    return blake2b(path.read_bytes(), digest_size=6).hexdigest() if path.is_file() else ""
