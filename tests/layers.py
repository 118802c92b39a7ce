"""The rules of the house as tables: who may import whom, and where a library may be used."""

from __future__ import annotations

LEAVES = {"article", "errors", "fields"}
ENGINE = {"encoding", "engines.base", "engines.generations", "engines.proximity", "engines.scoring", "query"} | LEAVES
ANYTHING = {"*"}

# A layer, and the layers it may import beside itself. A module belongs to the longest name that fits:
# searchsvc.engines.whoosh.reader to engines.whoosh, not to engines.
MAY_IMPORT: dict[str, set[str]] = {
    "": {"answer", "archive", "indexing", "query", "readers", "report", "searching"} | LEAVES,
    "article": set(),
    "errors": set(),
    "fields": set(),
    "arrays": {"errors"},
    "durable": set(),
    "encoding": set(),
    "scripts": set(),
    "folding": {"scripts"},
    "stemming": set(),
    "analysis": {"folding", "scripts", "stemming"},
    "lexicon": {"folding", "scripts"},
    "query": {"analysis", "folding", "scripts", "lexicon", "fields", "errors", "query.dates"},
    "query.dates": {"query", "errors"},
    "readers": {"article", "errors"},
    "readers.html": {"readers", "article"},
    "corpus": {"readers"} | LEAVES,
    "settings": {"errors"},
    "engines": {"engines.base", "engines.cluster", "engines.generations", "errors"},
    "engines.base": {"article", "query"},
    "engines.cluster": set(),
    "engines.scoring": {"engines.base", "query"} | LEAVES,
    "engines.proximity": {"engines.base"},
    "engines.generations": {"durable", "engines.base", "engines.cluster"} | LEAVES,
    "engines.memory": ENGINE,
    "engines.whoosh": ENGINE | {"arrays"},
    "engines.surrogates": set(),
    "engines.tantivy": ENGINE | {"engines.surrogates"},
    "engines.opensearch": ENGINE | {"engines.cluster", "engines.surrogates"},
    "answer": {"article", "engines.base", "query"},
    "needles": {"analysis"},
    "places": {"analysis", "needles"},
    "highlight": {"analysis", "needles", "places", "query", "answer", "scripts"},
    "passages": {"highlight", "needles", "query"},
    "manifest": {"analysis", "corpus", "engines.generations"} | LEAVES,
    "served": {"engines", "engines.generations"} | LEAVES,
    "archive": {"answer", "coverage", "engines", "engines.base", "engines.cluster", "engines.generations", "entries"}
    | {"lexicon"}
    | {"manifest", "served"}
    | LEAVES,
    "language": set(),
    "ledger": {"durable"} | LEAVES,
    "changes": {"corpus", "ledger", "readers"} | LEAVES,
    "entries": {"analysis", "engines.base", "language", "lexicon"} | LEAVES,
    "sketch": {"engines.base"},
    "likeness": {"sketch"},
    "copies": {"arrays", "engines.base", "likeness", "sketch"} | LEAVES,
    "spool": {"engines.base"},
    "batch": {"copies", "engines.base", "entries", "spool"} | LEAVES,
    "reading": {"changes", "corpus", "entries", "ledger", "readers"} | LEAVES,
    "deafness": set(),
    "reading_apart": {"corpus", "deafness", "readers", "reading"} | LEAVES,
    "coverage": {"durable", "ledger"} | LEAVES,
    "report": {"coverage"} | LEAVES,
    "starting": {"archive", "copies", "coverage", "engines.generations", "ledger", "manifest", "report"} | LEAVES,
    "run": {"batch", "changes", "corpus", "coverage", "ledger", "reading", "reading_apart", "report", "starting"}
    | LEAVES,
    "indexing": {"archive", "changes", "corpus", "engines", "engines.cluster", "engines.generations", "entries"}
    | {"batch", "copies", "coverage", "ledger", "lexicon", "manifest", "reading", "report", "run", "served", "starting"}
    | LEAVES,
    "parts": {"analysis", "archive", "batch", "changes", "copies", "corpus", "coverage", "engines", "engines.cluster"}
    | {"engines.generations", "entries", "indexing", "ledger", "lexicon", "manifest", "reading", "report", "run"}
    | {"served", "starting"}
    | LEAVES,
    "sampling": {"archive", "engines.base", "query"} | LEAVES,
    "parity": {"archive", "engines.base", "lexicon", "query", "sampling"} | LEAVES,
    "migrating": {
        "archive",
        "coverage",
        "engines",
        "engines.cluster",
        "engines.generations",
        "entries",
        "indexing",
        "ledger",
        "manifest",
        "parity",
    }
    | {"copies", "report", "served"}
    | LEAVES,
    "checking": {"archive", "engines", "engines.cluster", "engines.generations", "ledger", "manifest"} | LEAVES,
    "cursor": {"answer", "engines.base", "errors"},
    "correcting": {"analysis", "archive", "engines.base", "folding", "lexicon", "query"} | LEAVES,
    "reprints": {"answer", "archive", "engines.base", "query"} | LEAVES,
    "suggesting": {"answer", "archive", "engines.base", "query"} | LEAVES,
    "searching": {"answer", "archive", "correcting", "cursor", "engines.base", "highlight", "query", "reprints"}
    | {"passages", "suggesting"}
    | LEAVES,
    "advising": {"answer", "archive", "query", "searching"} | LEAVES,
    "terminal": {"answer", "checking", "migrating", "query.dates", "report"} | LEAVES,
    "report_table": {"coverage", "report", "terminal"},
    "watching": set(),
    "web": {
        "",
        "advising",
        "coverage",
        "encoding",
        "searching",
        "answer",
        "settings",
        "archive",
        "engines.base",
        "engines.cluster",
        "query.dates",
    }
    | LEAVES,
    "group": {"settings", "terminal"} | LEAVES,
    "options": {"engines", "engines.cluster", "group", "served"},
    "reindex_command": {
        "engines.cluster",
        "engines.generations",
        "indexing",
        "options",
        "parts",
        "report",
        "report_table",
        "served",
        "settings",
        "terminal",
        "watching",
    }
    | LEAVES,
    "cli": ANYTHING,
    "__main__": {"cli"},
}

# A library, and the layers that may import it; "*" is anywhere.
THIRD_PARTIES: dict[str, set[str]] = {
    "numpy": ANYTHING,
    "Stemmer": {"stemming"},
    "rapidfuzz": {"lexicon"},
    "py3langid": {"language"},
    "yaml": {"readers"},
    "feedparser": {"readers"},
    "brotli": {"readers"},
    "pypdf": {"readers"},
    "lxml": {"readers.html"},
    "trafilatura": {"readers.html"},
    "htmldate": {"readers.html"},
    "chardet": {"readers"},
    "ftfy": {"readers"},
    "whoosh": {"engines.whoosh"},
    "tantivy": {"engines.tantivy"},
    "opensearchpy": {"engines.opensearch"},
    "urllib3": {"engines.opensearch"},
    "filelock": {"engines.generations"},
    "flask": {"web"},
    "werkzeug": {"web"},
    "jinja2": {"web"},
    "markupsafe": set(),
    "granian": {"web"},
    "orjson": {"encoding"},
    "watchfiles": {"watching"},
    "click": {"cli", "group", "options", "reindex_command", "terminal"},
}
