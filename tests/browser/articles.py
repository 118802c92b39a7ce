"""The archive that the browser tests look at: enough to turn pages, and articles that mean harm."""

from __future__ import annotations

import json
from pathlib import Path

# Where the article of a JSON Lines file is: the file without its suffix, then the article's own id.
AT = "/articles/browser/browser%23"
LONG = "Donaudampfschifffahrtsgesellschaft" * 9


def text(number: int) -> str:
    """The body of an article: about the same, and no near-copy of another."""
    meetings = (
        f"The council will meet again on Monday {week}, about basin {week} and dredger {week}. "
        for week in (f"{number}.{again}" for again in range(12))
    )
    return (
        "The quaywright of Port Ellory closed the northern pier on Thursday, after divers found cracks in two piles."
        "\n\nPassengers were not surprised. The pier was built in 1911, and nobody remembers who looked at it last.\n\n"
        f"{''.join(meetings)}\n\nA second quaywright is promised by the council."
    )


HOSTILE: dict[str, object] = {
    "id": "hostile/<script>alert(1)</script>",
    "title": "Wrongdoing <script>alert('title')</script> & <img src=x onerror=alert(1)>",
    "body": f"<script>document.title = 'taken'</script> wrongdoing {LONG} </p><style>body{{display:none}}</style>",
    "captions": [f"<b>wrongdoing</b> in a caption {LONG}"],
    "source": "<i>evil</i>.example",
    "url": "javascript:alert(document.domain)",
    "date": "2020-02-06",
    "language": "en",
    "related": [{"title": "wrong too", "url": "javascript:alert(2)"}],
}


def articles() -> list[dict[str, object]]:
    """Forty articles over four years, in three languages, and the hostile one."""
    made: list[dict[str, object]] = [
        {
            "id": f"pier/{number:02}",
            "title": f"The quaywright and the pier, part {number}",
            "body": text(number),
            "captions": ["The quaywright on the northern pier. Jonna Reeve / Ellory Courier"]
            if number % 3 == 0
            else [],
            "source": f"paper{number % 12}.example",
            "url": f"https://paper{number % 12}.example/{number}",
            "date": f"{2017 + number % 4}-{number % 12 + 1:02}-{number % 28 + 1:02}" if number % 10 else None,
            "language": ("en", "en", "fr", "ar")[number % 4],
            "author": "Tomas Brandt",
        }
        for number in range(40)
    ]
    alone: dict[str, object] = {
        **made[1],
        "id": "alone",
        "title": "A lighthouse keeper alone",
        "body": "The lamplighter stays.",
    }
    return [*made, alone, HOSTILE]


def write(folder: Path) -> None:
    """Write the articles as a corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(article, ensure_ascii=False) for article in articles()]
    (folder / "browser.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
