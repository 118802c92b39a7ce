"""Tree to plan: what words become in an archive, and what the answer says about it."""

from __future__ import annotations

import pytest
from hypothesis import given

from searchsvc.errors import QueryError
from searchsvc.fields import TEXT_FIELDS
from searchsvc.lexicon import Lexicon
from searchsvc.query import parse, plan
from searchsvc.query.loosening import loose_plans
from searchsvc.query.planner import PASSES, WORDS_NEAR, WORDS_PER_LEAF, WORDS_PER_QUERY, make_plan
from searchsvc.query.tree import Tree
from tests.archives import article, lexicon
from tests.query.trees import queries, trees

ARTICLES = [
    article("en", "The elections in Idlib. Résumé and resume. Don't panic.", source="Reuters", language="en"),
    article("fr", "Les élections et la résumé", source="Le Monde", language="fr"),
    article("zh", "北京大学 W杯", source="新华社", language="zh"),
    article("de", "Häuser", source="www-post.example", language="de-AT"),
]
LEXICON = lexicon(ARTICLES)


NAMESAKES = lexicon(
    [
        article("en", "Paul sings in the family home; the Paulo of Porto. A good governance of oils.", language="en"),
        article("pt", "O governo: Paulo, o familiar. Familiares governam São Paulo", language="pt"),
        article("who", "paulo", language=""),
    ]
)


def any_of(*terms: str) -> plan.AnyTerm:
    """The terms in every text field."""
    return plan.AnyTerm(terms, TEXT_FIELDS)


def row(*slots: str) -> plan.TermPhrase:
    """A phrase in every text field; the terms of a slot with bars between them."""
    return plan.TermPhrase(tuple(tuple(slot.split("|")) for slot in slots), TEXT_FIELDS)


PLANS: dict[str, tuple[str, plan.Plan]] = {
    "a word in each language of the archive": ("idlib", any_of("idlib")),
    "a word by the terms that it has in the archive": ("élections", any_of("elect")),
    "accents do not matter": ("elections", any_of("elect")),
    "an unknown word": ("quxqux", any_of("quxqux")),
    "an unknown word, stemmed in each language of the archive": ("quxings", any_of("qux", "quxing", "quxings")),
    "one field": ("title:idlib", plan.AnyTerm(("idlib",), ("title",))),
    "several words written as one": ("idlib-panic", row("idlib", "panic")),
    "a phrase": ('"idlib panic"', row("idlib", "panic")),
    "a phrase of one word": ('"idlib"', any_of("idlib")),
    "a sloppy phrase": ('"idlib panic"~2', plan.TermPhrase((("idlib",), ("panic",)), TEXT_FIELDS, 2)),
    "a prefix that nothing fits": ("qux*", plan.Nothing()),
    "a wildcard": ("?dlib", any_of("idlib")),
    "a wildcard with a curly apostrophe": ("d?n’t", any_of("don't")),
    "a fuzzy word is itself, too": ("idlob~", any_of("idlib", "idlob")),
    "a source in any case": ("source:REUTERS", plan.KeywordIs("source", ("Reuters",))),
    "a source of two words": ('source:"le monde"', plan.KeywordIs("source", ("Le Monde",))),
    "a source by its beginning": ("source:le*", plan.KeywordIs("source", ("Le Monde",))),
    "a source of ideographs": ("source:新华社", plan.KeywordIs("source", ("新华社",))),
    "a language in any case": ("lang:EN", plan.KeywordIs("language", ("en",))),
    "a language with a region": ("lang:de-CH", plan.KeywordIs("language", ("de",))),
    "a source that nobody has": ("source:nobody", plan.Nothing()),
    "one Chinese character": ("京", plan.AnyTerm(("京", "京大"), TEXT_FIELDS, literal="京")),
    "two Chinese characters": ("北京", any_of("北京")),
    "three Chinese characters": ("北京大", row("北京", "京大")),
    "a prefix of Chinese": ("北京*", any_of("北京")),
    "Latin before a character": ("W杯", row("w", "杯")),
    "emoji beside a word": ("idlib 😀", any_of("idlib")),
    "emoji only": ("😀", plan.Nothing()),
    "not an emoji": ("-😀", plan.Nothing()),
    "a word or an emoji": ("idlib OR 😀", any_of("idlib")),
    "the same word twice": ("idlib Idlib", any_of("idlib")),
    "a day": ("date:0001-01-01", plan.DayRange(1, 1)),
    "undated": ("date:NONE", plan.Undated()),
    "everything": ("*", plan.Everything()),
    "not": ("-idlib", plan.Not(any_of("idlib"))),
    "weighted": ("idlib^2", plan.Weighted(any_of("idlib"), 2.0)),
}


def at(made: plan.Plan, *languages: str) -> plan.Plan:
    """What is looked for in articles in these languages."""
    return plan.All((made, plan.KeywordIs("language", languages)))


def but(made: plan.Plan, *languages: str) -> plan.Plan:
    """What is looked for in all articles but those in these languages."""
    return plan.All((made, plan.Not(plan.KeywordIs("language", languages))))


BY_LANGUAGE: dict[str, tuple[str, plan.Plan]] = {
    "a stem that another language has for another word": (
        "paulo",
        plan.Any((but(any_of("paul", "paulo"), "en"), at(any_of("paulo"), "en"))),
    ),
    "a stem that both have for the word": ("paul", any_of("paul")),
    "a stem that is in no text of the other language": ("familiar", but(any_of("famili"), "en")),
    "a phrase": (
        '"são paulo"',
        plan.Any((but(row("sa", "paul|paulo"), "en"), at(row("sa", "paulo"), "en"))),
    ),
    "one word of a phrase is in no text of the language": ('"familiar paul"', but(row("famili", "paul"), "en")),
    "an unknown word that is known otherwise in one language": (
        "familys",
        plan.Any((but(any_of("famili", "familys"), "pt"), at(any_of("familys"), "pt"))),
    ),
    "a pattern stands for words wherever they are": ("paul*", any_of("paul", "paulo")),
    "excluded": ("-familiar", plan.Not(but(any_of("famili"), "en"))),
}


def test_where_there_is_no_such_source_those_that_begin_so_are_told() -> None:
    (notice,) = make_plan(parse("source:www-post"), LEXICON).notices
    assert notice.message == "No articles with the source “www-post”; there is www-post.example."


@pytest.mark.parametrize(("q", "right"), BY_LANGUAGE.values(), ids=BY_LANGUAGE)
def test_a_term_stands_for_a_word_in_the_languages_that_stem_it_so(q: str, right: plan.Plan) -> None:
    assert make_plan(parse(q), NAMESAKES).plan == right


@pytest.mark.parametrize(("q", "right"), PLANS.values(), ids=PLANS)
def test_plans(q: str, right: plan.Plan) -> None:
    assert make_plan(parse(q), LEXICON).plan == right


def test_a_lone_character_behind_a_word_keeps_the_slop_of_its_phrase() -> None:
    made = make_plan(parse('"W 杯"~3'), LEXICON).plan
    assert isinstance(made, plan.TermPhrase)
    assert made.slop == 3


NOTICES: dict[str, tuple[str, str]] = {
    "emoji beside a word": ("idlib 😀", "left out"),
    "emoji only": ("😀", "left out"),
    "a source that nobody has": ("source:nobody", "nobody"),
    "a language that nobody writes": ("lang:tlh", "tlh"),
}


@pytest.mark.parametrize(("q", "said"), NOTICES.values(), ids=NOTICES)
def test_notices(q: str, said: str) -> None:
    notices = make_plan(parse(q), LEXICON).notices
    assert any(said in notice.message for notice in notices)
    assert len(set(notices)) == len(notices)


def test_nothing_is_said_of_a_plain_query() -> None:
    for q in ("idlib", "idlib milit*", '"a b"~3', "title:x -y", "quxqux", ""):
        assert make_plan(parse(q), LEXICON).notices == ()


MANY = Lexicon.build({(f"w{number}", f"w{number}"): number for number in range(1, 5_000)}, {"language": {"": 1}})


def test_a_limit_takes_the_commonest_words_and_says_so() -> None:
    made = make_plan(parse("w*"), MANY)
    assert isinstance(made.plan, plan.AnyTerm)
    assert len(made.plan.terms) == WORDS_PER_LEAF
    assert "w4999" in made.plan.terms
    assert "w1" not in made.plan.terms
    assert "4,999" in made.notices[0].message
    assert f"{WORDS_PER_LEAF:,}" in made.notices[0].message


def test_all_patterns_of_a_query_together_have_a_limit() -> None:
    made = make_plan(parse(" OR ".join(f"w{letter}*" for letter in "1234" * 8) + " OR w1234*"), MANY)
    assert made.notices
    assert terms_in(made.plan) <= WORDS_PER_QUERY


def terms_in(node: plan.Plan) -> int:
    """How many terms a plan names."""
    match node:
        case plan.AnyTerm(terms):
            return len(terms)
        case plan.TermPhrase(slots):
            return sum(map(len, slots))
        case plan.All(parts) | plan.Any(parts) | plan.AtLeast(_, parts):
            return sum(map(terms_in, parts))
        case plan.Not(part) | plan.Weighted(part):
            return terms_in(part)
        case _:
            return 0


@given(queries())
def test_any_query_has_a_plan(q: str) -> None:
    try:
        tree = parse(q)
    except QueryError:
        return
    made = make_plan(tree, LEXICON)
    assert terms_in(made.plan) < 2 * WORDS_PER_QUERY
    loose_plans(tree, LEXICON)


@given(trees())
def test_plans_are_values(tree: Tree) -> None:
    first, second = (make_plan(tree, LEXICON) for _ in range(2))
    assert first == second
    assert hash(first.plan) == hash(second.plan)


def test_a_known_word_is_not_stemmed_in_languages_that_do_not_have_it() -> None:
    told = [article(str(n), "They told us") for n in range(3)]
    archive = lexicon([*told, article("usa", "USA policy"), article("tr", "Bugün hava güzel", language="tr")])
    assert make_plan(parse("usa"), archive).plan == any_of("usa")


@pytest.mark.parametrize("typed", ["idlb~", "*ection", "?ection", "京"])
def test_what_looks_at_every_word_is_limited(typed: str) -> None:
    words = [f"{typed}^{weight}" for weight in range(1, PASSES + 2)]
    made = make_plan(parse(" OR ".join(words)), LEXICON)
    assert [notice.message for notice in made.notices] == [
        f"“{typed if typed != 'idlb~' else 'idlb~1'}” was left out: a query may have {PASSES} patterns and fuzzy words."
    ]
    assert isinstance(made.plan, plan.Any)
    assert len(made.plan.parts) == PASSES


def test_an_excluded_sloppy_phrase_over_the_limit_is_left_out() -> None:
    long = '"' + " ".join(f"word{n}" for n in range(WORDS_NEAR + 1)) + '"~2'
    made = make_plan(parse(f"idlib -{long}"), LEXICON)
    assert made.plan == any_of("idlib")
    assert made.notices[0].message.endswith("near each other in a query; it was left out.")
    assert isinstance(make_plan(parse(f"-(-{long})"), LEXICON).plan, plan.Not)


COMMON = Lexicon.build(
    {
        **{("the", "the"): 30_000, ("of", "of"): 20_001, ("sea", "sea"): 20_000},
        **{("attack", "attack"): 20_000, ("attacks", "attack"): 1},
        **{("ferry", "ferri"): 19_999, ("ferries", "ferri"): 1},
    },
    {},
)
NEAR: dict[str, tuple[str, type[plan.Plan]]] = {
    "two common words": ('"the of"~9', plan.TermPhrase),
    "three common words": ('"the of the"~9', plan.All),
    "one common word twice": ('"the the"~9', plan.All),
    "two forms of one common word": ('"attack attacks"~9', plan.All),
    "two forms of one rarer word": ('"ferry ferries"~9', plan.TermPhrase),
    "a form of a common word, twice": ('"attacks attacks"~9', plan.All),
    "two forms and a rarer word": ('"attack attacks sea"~9', plan.TermPhrase),
    "three words, one of them rarer": ('"the of sea"~9', plan.TermPhrase),
    "three common words in a row": ('"the of the"', plan.TermPhrase),
}


@pytest.mark.parametrize(("typed", "kind"), NEAR.values(), ids=NEAR)
def test_three_words_near_each_other_begin_with_a_rare_one(typed: str, kind: type[plan.Plan]) -> None:
    made = make_plan(parse(typed), COMMON)
    assert type(made.plan) is kind
    assert bool(made.notices) is (kind is not plan.TermPhrase)
