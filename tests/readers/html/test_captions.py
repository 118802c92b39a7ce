"""What on a page is a caption: marked as one, or sharing a box with an image; and what is none."""

from __future__ import annotations

import pytest

from searchsvc.readers.html import parts_of
from tests.readers.html.pages import meta, page

BOATS = "Two boats in the harbour of Port Avelin"
IMAGE = '<img src="a.jpg">'
HEAD = "<h1>The harbour wall held</h1>"

FOUND = {
    "figcaption": f"<figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure>",
    "with a credit": (
        f"<figure>{IMAGE}<figcaption>{BOATS} <cite>Ann Oke</cite></figcaption></figure>",
        f"{BOATS} Ann Oke",
    ),
    "with a credit in a box of its own": (
        f"<figure>{IMAGE}<figcaption><span>{BOATS}.</span><span>Photo: Oke</span></figcaption></figure>",
        f"{BOATS}. Photo: Oke",
    ),
    "with a button": f"<figure>{IMAGE}<figcaption>{BOATS}<button>Enlarge</button></figcaption></figure>",
    "by its class": f'<div class="wp-caption">{IMAGE}<p class="wp-caption-text">{BOATS}</p></div>',
    "by its itemprop": f'<div>{IMAGE}<span itemprop="caption">{BOATS}</span></div>',
    "a figure without figcaption": f"<figure>{IMAGE}<p>{BOATS}</p></figure>",
    "the box of an image": f'<div class="article-image"><span>{IMAGE}</span><p>{BOATS}</p></div>',
    "what stands in place of the image, printed": f'<div><img alt="{BOATS}"></div><div><span>{BOATS}</span></div>',
    "the same, with the name of the site": f'<div><img alt="{BOATS} - Bay Post"></div><div><span>{BOATS}</span></div>',
    "twice": f"<figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure>" * 2,
    "once more, longer": (
        f"<figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure>"
        f"<figure>{IMAGE}<figcaption>{BOATS}. Ann Oke</figcaption></figure>",
        f"{BOATS}. Ann Oke",
    ),
    "in a link to the image": f'<figure><a href="/big.jpg">{IMAGE}<figcaption>{BOATS}</figcaption></a></figure>',
}  # fmt: skip

NONE = {
    "a credit alone": f"<figure>{IMAGE}<figcaption>© Ann Oke / Bay Post</figcaption></figure>",
    "a credit alone, named": f"<figure>{IMAGE}<figcaption>Photo: Ann Oke</figcaption></figure>",
    "a credit alone, marked": f"<figure>{IMAGE}<figcaption><cite>Ann Oke</cite></figcaption></figure>",
    "an empty one": f"<figure>{IMAGE}<figcaption> </figcaption></figure>",
    "figures alone": f"<figure>{IMAGE}<figcaption>1 / 3</figcaption></figure>",
    "a teaser": f'<a href="/other"><figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure></a>',
    "in the navigation": f"<nav><figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure></nav>",
    "an advertisement": f'<div>{IMAGE}<p class="ad-caption">{BOATS}</p></div>',
    "far from any image": f'<div class="caption">{BOATS}</div>',
    "the title": f"<figure>{IMAGE}<figcaption>The harbour wall held</figcaption></figure>",
    "hidden": f'<div style="display: none"><figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure></div>',
    "a box that is not for images": f"<div><div>{IMAGE}</div><div>Share this page with all friends</div></div>",
    "alternative text that is not printed": f'<img alt="{BOATS}">',
}


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_a_caption(case: str | tuple[str, str]) -> None:
    markup, caption = (case, BOATS) if isinstance(case, str) else case
    parts = parts_of(page(body=HEAD + markup))
    assert parts.captions == (caption,)
    assert BOATS not in parts.body


@pytest.mark.parametrize("markup", NONE.values(), ids=NONE)
def test_no_caption(markup: str) -> None:
    assert parts_of(page(meta(og__site_name="Bay Post"), HEAD + markup)).captions == ()


def test_captions_below_the_article_belong_to_others() -> None:
    figure = f"<figure>{IMAGE}<figcaption>%s</figcaption></figure>"
    text = page(body=HEAD + figure % BOATS).replace("</main>", f"</main><div>{figure % 'The mayor'}</div>")
    assert parts_of(text).captions == (BOATS,)


def test_a_caption_after_the_last_paragraph() -> None:
    assert parts_of(page(body=HEAD, after=f"<figure>{IMAGE}<figcaption>{BOATS}</figcaption></figure>")).captions == (
        BOATS,
    )


def test_captions_are_in_order() -> None:
    figures = "".join(f"<figure>{IMAGE}<figcaption>{text} boats</figcaption></figure>" for text in ("Two", "No", "All"))
    assert parts_of(page(body=HEAD + figures)).captions == ("Two boats", "No boats", "All boats")
