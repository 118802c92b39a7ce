"""What is around the JSON in a script of JSON-LD, as editors and templates leave it."""

from __future__ import annotations

import pytest

from searchsvc.readers.html.linked import nodes
from searchsvc.readers.html.tree import parse
from tests.readers.html.pages import script

JSON = '{"@type": "Article"}'
AROUND = {
    "nothing": JSON,
    "blanks": f"\n  {JSON}\n\t",
    "a semicolon": f"{JSON} ;\n",
    "a comment": f"<!-- {JSON} -->",
    "a comment and a semicolon": f"\n<!--{JSON};\n-->\n",
    "CDATA": f"<![CDATA[{JSON}]]>",
    "CDATA in comments of JavaScript": f"//<![CDATA[\n{JSON}\n//]]>",
    "the same with blanks": f"// <![CDATA[\n{JSON};\n// ]]>",
    "only an end": f"{JSON} -->",
    "only a beginning": f"<!-- {JSON}",
}


@pytest.mark.parametrize("text", AROUND.values(), ids=AROUND)
def test_what_hides_a_script_is_no_part_of_it(text: str) -> None:
    tree = parse(script(text))
    assert tree is not None
    assert nodes(tree) == ({"@type": "Article"},)
