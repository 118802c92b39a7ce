"""The query language by example, for the help page: (heading, introduction, [(query, meaning)])."""

from __future__ import annotations

Section = tuple[str, str, tuple[tuple[str, str], ...]]

GUIDE: tuple[Section, ...] = (
    (
        "Words",
        "All the words must be there: in the title, the text or a caption, in any order and any form.",
        (
            ("harbour ferry", "both words; also harbours, ferries"),
            ('"harbour master"', "the phrase: these words next to each other, in this order"),
            ('"wall harbour"~3', "the words close together, at most 3 words apart"),
        ),
    ),
    (
        "Either, or, not",
        "Operators are written in capitals, so that and, or and not stay ordinary words.",
        (
            ("ferry OR bridge", "one of them, or both; ferry | bridge is the same"),
            ("harbour -ferry", "without a word; harbour NOT ferry is the same"),
            ("(ferry OR bridge) harbour", "brackets group"),
        ),
    ),
    (
        "In one place",
        "Put a field name and a colon before a word, phrase or group to search only there.",
        (
            ("title:harbour", "in the title"),
            ('captions:"harbour wall"', "in the caption of a picture"),
            ("source:portavelinpost.example", "from one publisher"),
            ("lang:fr", "in one language"),
        ),
    ),
    (
        "Parts of words, and near misses",
        "Matched against the words in your archive.",
        (
            ("harb*", "words starting with harb"),
            ("harb??r", "one letter for each question mark, any number for a star"),
            ("harbor~", "one letter more, less or different; harbor~2 allows two"),
        ),
    ),
    (
        "Dates",
        "A year or a month stands for the whole of it. before and after leave out what they name.",
        (
            ("date:2020", "in that year; date:2020-02 in that month, date:2020-02-06 on that day"),
            ("date:2020-01-15..2020-02-06", "from one day to another, both included"),
            ("after:2019 before:2021-03", "later than 2019, earlier than March 2021"),
            ("date:none", "articles without a date"),
        ),
    ),
    (
        "Weight",
        "Make one word count more.",
        (("ferry^3 harbour", "ferry counts three times"),),
    ),
)
