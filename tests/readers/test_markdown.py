"""What other tools add to Markdown: what of it is text, what a caption, and what goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import Article
from searchsvc.readers.markdown import parse_markdown


def parsed(text: str, name: str = "x.md") -> Article:
    article = next(parse_markdown(text, name, "x"))
    assert isinstance(article, Article)
    return article


def paragraphs(text: str) -> list[str]:
    return parsed(f"---\ntitle: t\n---\n{text}").body.split("\n\n")


SHORTCODES = {
    "one that stands alone": ("a\n\n{{< youtube w7Ft2ymGmfc >}}\n\nb", ["a", "b"]),
    "with percent signs": ("a {{% tide %}} b", ["a b"]),
    "the target of a link": ('[a]({{< ref "b.md" >}}) and [c]({{< relref "/d#e" >}} "Title")', ["a and c"]),
    "a pair of text": ("{{< note >}}Boats *stay* in.{{< /note >}}", ["Boats stay in."]),
    "a pair in a pair": ("{{% tabs %}}{{< tab >}}a{{< /tab >}}\n{{< tab >}}b{{</ tab >}}{{% /tabs %}}", ["a", "b"]),
    "a pair with a title": ('{{< box title="Read on" >}}\nText\n{{< /box >}}', ["Read on", "Text"]),
    "a pair that draws": ("a\n{{< mermaid >}}\ngraph TD; A-->B\n{{< /mermaid >}}\nb", ["a", "b"]),
    "a pair that is left open": ("{{< quote >}}\nAll is well.", ["All is well."]),
    "code": ('{{< highlight go "linenos=table" >}}\nx := *a * b\n{{< /highlight >}}', ["x := *a * b"]),
    "its end in quotes": ('a {{< say what="x >}} y" >}} b', ["a b"]),
    "its end in ticks": ("a {{< say `x >}} y` >}} b", ["a b"]),
    "escaped quotes": (r'a {{< say what="x \" >}} y" >}} b', ["a b"]),
    "over lines": ('a\n\n{{<\n  say\n  what="x"\n>}}\n\nb', ["a", "b"]),
    "closing itself": ("a {{< say />}} b", ["a b"]),
    "quotes that do not match": ('a {{< say what="x >}} b', ["a b"]),
    "never closed": ("a {{< say what\n\nb", ["a", "b"]),
    "never closed, at the end": ("a {{%", ["a"]),
    "a text it is given": ('{{< pull-quote text="The wall held." cite="Ines Okoro" >}}', ["The wall held. Ines Okoro"]),
    "only shown": ("Write {{</* figure */>}}.", ["Write {{< figure >}}."]),
    "in code": ("`a {{< b >}}`", ["a"]),
}

LIQUID = {
    "tags": ("{% if page.tide %}a{% else %}b{% endif %}", ["ab"]),
    "an include": ("a\n\n{% include nav.html class='x' %}\n\nb", ["a", "b"]),
    "outputs": ("a {{ site.time | date: '%Y' }} b", ["a b"]),
    "the target of a link": ("[a]({% post_url 2020-02-06-b %})", ["a"]),
    "code": ("{% highlight ruby %}\nputs *a*\n{% endhighlight %}", ["puts *a*"]),
    "raw": ("{% raw %}Write {{ page.title }}.{% endraw %}", ["Write {{ page.title }}."]),
    "raw in code": ("```liquid\n{% raw %}\n{{ a }}\n{% endraw %}\n```", ["{{ a }}"]),
    "a comment": ("a{% comment %} b {% endcomment %}", ["a"]),
    "with dashes": ("a {%- assign b = 1 -%} c", ["a c"]),
    "in code it is text": ("`{{ a }}` and `{% b %}`", ["{{ a }} and {% b %}"]),
    "attributes": ("# A {#b .c}\n\nd\n{: .note}\n\n* TOC\n{:toc}\n\ne", ["A", "d", "e"]),
    "a lone end": ("a %} b }} c", ["a %} b }} c"]),
}

OBSIDIAN = {
    "wiki links": ("[[Boat]] [[Harbour wall|the wall]] [[Boat#Sails]]", ["Boat the wall Boat > Sails"]),
    "embeds": ("a ![[boat.png]] ![[boat.png|300]] b", ["a b"]),
    "marked text": ("a ==very *wet*== b", ["a very wet b"]),
    "no marked text": ("a == b and c == d", ["a == b and c == d"]),
    "a callout": ("> [!note] High water\n> At *ten*.", ["High water", "At ten."]),
    "a callout that folds": ("> [!warning]-\n> At ten.", ["At ten."]),
    "comments": ("a %%not yet%% b\n\n%%\nnor this\n%%\n\nc", ["a b", "c"]),
    "tags at the end": ("a #wet b\n\n#tide #harbour/wall\n", ["a #wet b"]),
    "no tag": ("We are\n\n#1", ["We are", "#1"]),
    "block ids": ("a ^b1c\n\nc", ["a", "c"]),
    "a bracket of a shell": ("`[[ -f a ]]` [[ -f a ]]", ["[[ -f a ]] [[ -f a ]]"]),
    "a note in the text": ("a^[as told] b", ["a (as told) b"]),
}

MDX = {
    "imports": ("import Tabs from '@theme/Tabs';\nimport {\n  A,\n  B,\n} from \"./c\"\nimport './d.css'\n\ne", ["e"]),
    "exports": ("export const a = () => (\n  <b>c</b>\n);\n\nd\n\nexport default Layout\n\ne", ["d", "e"]),
    "imports of several": ("import a, * as b  from \".\"\nimport type {c} from 'd';\nimport e,{}from 'f'\n\ng", ["g"]),
    "prose that imports": ("import duties rose.\nexport earnings fell.", ["import duties rose. export earnings fell."]),
    "components": ('<Tabs x={{a: ">"}} y="b>c">\n<Tab>d</Tab>\n\n<Tide at="10" />\n</Tabs>', ["d"]),
    "an element of its own": ("<x-tide at='10'>a</x-tide>", ["a"]),
    "a type is no component": ("List<String> and <T>", ["List<String> and <T>"]),
    "comments": ("a {/* b */} c", ["a c"]),
    "an admonition": (
        ":::tip High water\n\na\n\n:::\n\n:::note[Low water]\nb\n:::",
        ["High water", "a", "Low water", "b"],
    ),
    "of Pandoc": ("::: {.wide}\na\n:::", ["a"]),
    "of MkDocs": ('!!! note "High water"\n    a', ["High water", "a"]),
}

HTML = {
    "comments": ("a <!-- b\n\nc --> d", ["a d"]),
    "a comment in code": ("`<!--more-->` a <!--more-->", ["<!--more--> a"]),
    "scripts, styles, frames": (
        "a<script>b</script><style>c</style><iframe>d</iframe><svg><title>e</title></svg>",
        ["a"],
    ),
    "a script that does not end": ("a <script> b", ["a b"]),
    "paragraphs": ("<div class='x'><p>a</p><p>b</p></div>\n<p>c", ["a", "b", "c"]),
    "a tag over lines": ('a<img\n src="b"\n alt="c > d">e', ["a e"]),
    "a table": ("<table>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td></tr>\n</table>", ["a b", "c"]),
    "code": ("<pre><code>if a &lt; b:\n  *c*</code></pre>", ["if a < b: *c*"]),
    "tags in words": ("H<sub>2</sub>O", ["H2O"]),
}

MARKDOWN = {
    "a table": ("| a | b |\n|---|:-:|\n| *c* | d \\| e |\n|   | f |\n\ng", ["a b", "c d | e", "f", "g"]),
    "a bare table": ("a | b\n--|--\nc | d", ["a b", "c d"]),
    "no table": ("a | b\n\nc --- d", ["a | b", "c --- d"]),
    "references": ("[a][1], [B] and [c][]\n\n[1]: http://x.example\n[b]: <y> 'T'\n[C]: z\n", ["a, B and c"]),
    "no references": ("[a][1] and [sic]", ["[a][1] and [sic]"]),
    "definitions": (
        "Ebb\n: the tide *falls*\n\nFlood\n: it rises\n: it is high",
        ["Ebb", "the tide falls", "Flood", "it rises", "it is high"],
    ),
    "footnotes": ("a[^1] b[^x]\n\n[^1]: c\n    d", ["a b[^x]", "c d"]),
    "addresses": ("<ines@tide.example> <https://tide.example>", ["ines@tide.example https://tide.example"]),
    "code keeps all": ("```\na {{ b }} [[c]] <d> ==e==\n\n| f |\n```", ["a {{ b }} [[c]] <d> ==e==", "| f |"]),
    "code in an item that is left open": ("- a\n  ```\n  *b*\n  ``` c\n- *d*", ["a", "*b* ``` c", "d"]),
    "code between fences that has items": ("```\n*a*\n- *b*\n```\n*c*", ["*a* - *b*", "c"]),
    "a label that is code": ("[`a`]s [b][`a`]\n\n[`a`]: c", ["as b"]),
    "emphasis in words": ("*re*making, un*do*ne, **a**b, 5*3*2", ["remaking, un*do*ne, ab, 5*3*2"]),
    "code in a quote": ("> ```\n> *a*\n> ```\n> b", ["*a*", "b"]),
}

KINDS = {
    "shortcodes": SHORTCODES,
    "Liquid": LIQUID,
    "Obsidian": OBSIDIAN,
    "MDX": MDX,
    "HTML": HTML,
    "Markdown": MARKDOWN,
}
CASES = {f"{kind}: {name}": case for kind, cases in KINDS.items() for name, case in cases.items()}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_what_is_text(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


CAPTIONS = {
    "a figure": ('{{< figure src="a.jpg" caption="A *boat*, [Ines](#)" attr="Wire" >}}', ["A boat, Ines Wire"]),
    "a figure's title": ('{{< figure src="a.jpg" title="A boat" >}}', ["A boat"]),
    "a figure that only has another text": ('{{< figure src="a.jpg" alt="b" >}}', []),
    "quotes in it": (r'{{< img src="a" caption="A \"fine\" boat" >}}', ['A "fine" boat']),
    "in ticks": ("{{< img caption=`A boat` >}}", ["A boat"]),
    "a figure in a link": ('[{{< img src="a" caption="A boat" >}}](b)', ["A boat"]),
    "an include": ("{% include figure.html src='a' caption=\"A boat\" %}", ["A boat"]),
    "HTML": ("<figure>\n<img src='a'>\n<figcaption>A <b>boat</b></figcaption></figure>", ["A boat"]),
    "WordPress": ('[caption id="1"]<a href="b"><img src="a" /></a> A boat[/caption]', ["A boat"]),
    "by reference": ('![a][1]\n\n[1]: b.jpg "A boat"', ["A boat"]),
}


@pytest.mark.parametrize(("text", "captions"), CAPTIONS.values(), ids=CAPTIONS)
def test_captions(text: str, captions: list[str]) -> None:
    article = parsed(f"# t\n\n{text}")
    assert (list(article.captions), article.body) == (captions, "")


PIECES = {
    "percent shortcodes": "{{% a ",
    "quoted shortcodes": '{{< a "',
    "ticked shortcodes": '{{< a `{{< b "',
    "hidden shortcodes": "{{< mermaid >}}",
    "ended shortcodes": "{{< /mermaid >}}",
    "parameters": '{{< a b="c" ',
    "shown shortcodes": "{{</* ",
    "Liquid": "{% raw %}",
    "open Liquid": "{% a ",
    "outputs": "{{ a ",
    "braces": "{",
    "wiki links": "[[a|",
    "wiki embeds": "![[a",
    "wiki comments": "%% a\n",
    "marks": "==a",
    "callouts": "> [!a] b\n",
    "hashtags": " #a",
    "hashtags apart": " #a b",
    "notes": "[^a]: b\n",
    "note marks": "[^a]",
    "definitions": '[a]: b "c\n',
    "references": "[a]: b\n[a][",
    "tables": "|-",
    "table rows": "a|b\n-|-\n",
    "components": "<A b={",
    "attributes": "<a b='",
    "tags": "<a-b ",
    "closed tags": "</A>",
    "imports": "import a\n",
    "exports": "export const a = b\n",
    "captions": "[caption a]",
    "figures": "<figcaption>",
    "scripts": "<script>",
    "pre": "<pre>",
    "colons": ": a\n",
    "admonitions": ":::a [b\n",
    "tildes": "~~~\n",
    "open code": "```a\n~~~\n",
    "headings": "# a {#b\n",
    "contents": "* a\n{:toc",
    "divs": "<div ",
    "names": "<?a",
}


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_repeats_are_read_in_linear_time(piece: str) -> None:
    assert list(parse_markdown(piece * (200_000 // len(piece)), "x.md", "x"))


@given(st.text("{}<>%[]!|=^:#/*`~\"' \nab-", max_size=80))
def test_no_markup_raises(text: str) -> None:
    for found in parse_markdown(text, "x.md", "x"):
        assert not isinstance(found, Article) or "\0" not in found.title + found.body + "".join(found.captions)
