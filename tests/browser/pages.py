"""Every kind of page there is: what the tests look at, and what ``screenshots`` takes pictures of."""

from __future__ import annotations

from tests.browser.articles import AT

PAGES = {
    "first visit": "/",
    "many": "/?q=quaywright",
    "filtered": "/?q=quaywright&source=paper1.example&source=paper2.example&after=2016&before=2020",
    "page two": "/?q=quaywright&page=2&sort=newest",
    "one": "/?q=lamplighter",
    "none": "/?q=xyzzyplugh",
    "none for the filters": "/?q=lamplighter&lang=fr",
    "notice": "/?q=quaywright+(pier",
    "did you mean": "/?q=quaywrigth",
    "article": f"{AT}pier/03?q=quaywright+pier",
    "article without marks": f"{AT}alone",
    "hostile": "/?q=wrongdoing",
    "hostile article": f"{AT}hostile/%3Cscript%3Ealert(1)%3C/script%3E?q=wrongdoing",
    "help": "/help",
    "about": "/about",
}
REFUSED = {
    "query error": "/?q=quaywright+date:2020-13",
    "wrong parameter": "/?q=quaywright&sort=backwards",
    "wrong date": "/?q=quaywright&after=Jan+2020&before=2021",
    "not found": "/articles/nothing-here",
}
ALL = {**PAGES, **REFUSED}
