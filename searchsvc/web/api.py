"""The JSON API, and what tells a supervisor whether the service is up."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from flask import Blueprint, Response, request

from searchsvc import searching
from searchsvc.encoding import encode
from searchsvc.web import export as files
from searchsvc.web import openapi
from searchsvc.web.about import about
from searchsvc.web.live import live, slot
from searchsvc.web.params import article_query, export_request, no_parameters, search_request, suggest_query
from searchsvc.web.reply import Reply, json_reply

blueprint = Blueprint("api", __name__)


@blueprint.get("/api/v1/search")
def search() -> Response:
    """One page of hits."""
    asked = search_request(request.args)
    with live().current() as archive:
        answer = searching.search(archive, asked)
    return json_reply(answer.to_json(), timed="took_ms")


@blueprint.get("/api/v1/articles/<path:id>")
def article(id: str) -> Response:
    """One whole article, with a query's matches marked."""
    q = article_query(request.args)
    with live().current() as archive:
        marked = searching.read_article(archive, id, q)
    return json_reply(marked.to_json())


@blueprint.get("/api/v1/suggest")
def suggest() -> Response:
    """Completions of the last word typed."""
    q = suggest_query(request.args)
    with live().current() as archive:
        suggestions = searching.suggest(archive, q)
    rows = [{"text": row.text, "word": row.word, "articles": row.articles} for row in suggestions]
    return json_reply({"query": q, "suggestions": rows})


@blueprint.get("/api/v1/about")
def covered() -> Response:
    """What the archive covers, and what is missing."""
    no_parameters(request.args)
    with live().current() as archive:
        found = about(archive)
    return json_reply(found.to_json())


@blueprint.get("/api/v1/export")
def export() -> Response:
    """Every hit as a file. Mistakes are answered before the first byte; the archive stays open until the last."""
    asked, form = export_request(request.args)
    with ExitStack() as stack:
        stack.enter_context(slot())
        archive = stack.enter_context(live().current())
        total = searching.search(archive, replace(asked, per_page=1, fragments=0)).total
        response = Reply(files.stream(searching.export(archive, asked), form), content_type=files.MEDIA_TYPES[form])
        response.call_on_close(stack.pop_all().close)
    response.headers["Content-Disposition"] = f'attachment; filename="{files.file_name(asked.q, form)}"'
    response.headers["X-Total"] = str(total)
    return response


@blueprint.get("/api/v1/openapi.json")
def description() -> Response:
    """This API as an OpenAPI document."""
    no_parameters(request.args)
    return json_reply(openapi.document())


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is alive; nothing else is looked at."""
    return Reply(encode({"status": "ok"}), mimetype="application/json")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The index is open and its engine answers; a problem (503) where it is not so."""
    with live().current() as archive:
        archive.engine.stats()
        info = archive.info
    return Reply(encode({"status": "ready", "index": info.to_json()}), mimetype="application/json")
