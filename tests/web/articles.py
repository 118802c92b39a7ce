"""The articles that the web tests search: a handful of plain ones, and some that mean harm.

They are the lines of one file, post.jsonl, whose name begins their ids.
"""

from __future__ import annotations

import datetime as dt

from searchsvc.article import Article

FILE = "post"

SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'

PLAIN = (
    Article(
        id="post#lake",
        title="The lake is open again",
        body="Boats are back on the lake. The ferry runs every hour.\n\nThe harbour café opens in June.",
        date=dt.date(2021, 5, 4),
        date_from="field",
        captions=("A ferry leaves the harbour.",),
        source="harbour-post.example",
        url="https://harbour-post.example/lake",
        author="Ann Vale",
        language="en",
    ),
    Article(
        id="post#ferry",
        title="Ferry strike ends",
        body="The ferry crews go back to work on Monday, the union said.",
        date=dt.datetime(2021, 6, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-7))),
        date_from="field",
        source="harbour-post.example",
        url="https://harbour-post.example/ferry",
        language="en",
    ),
    Article(
        id="post#fähre",
        title="Die Fähre fährt wieder",
        body="Nach dem Streik fährt die Fähre wieder jede Stunde über den See.",
        date=dt.date(2021, 6, 2),
        date_from="field",
        source="seeblick.example",
        url="https://seeblick.example/faehre",
        language="de",
    ),
    Article(id="post#note", title="Notes without a date", body="A ferry, a lake, a note.", language="en"),
)

# Each is found by `hostile`; ids are what a path cannot hold as it is.
HOSTILE = (
    Article(
        id="post#../../etc/passwd",
        title=f"hostile {SCRIPT}",
        body=f"hostile {SCRIPT} body &amp; <b>bold</b> ]]> <!-- -->",
        date=dt.date(1, 1, 1),
        captions=(f"hostile {SCRIPT}",),
        source=SCRIPT,
        url="javascript:alert(3)",
        author=SCRIPT,
        language="en",
    ),
    Article(id="post#/etc/hosts", title="=hostile()", body="@hostile +1", url="data:text/html,<script>", author="=1+1"),
    Article(id="post#a b%20c#d?e&f=g;h", title="hostile id", body="hostile", source="=cmd|' /C calc'!A0"),
    Article(
        id="post#naïve/日本/🦊//x/", title="hostile control \x00\x01\x0b\ufffe", body="hostile \x00\x1b[31m\u202e\u2028"
    ),
    Article(id="post#lone", title="hostile \ud800 surrogate", body="hostile \udfff\ud83d", captions=("\udc80",)),
    Article(id=f"post#x{SCRIPT}", title="", body="hostile without a title", date=dt.date(9999, 12, 31)),
    Article(id="post#lines", title="hostile\nline", body="hostile\r\nlines", source="two\nlines"),
)

ARTICLES = PLAIN + HOSTILE
