"""The reader of HTML that other promises rest on finds what is planted for it."""

import pytest

from tests.strict_html import StrictPage

SOUND = """<!doctype html>
<html lang="th"><head><meta charset="utf-8"><title>หน้า</title></head>
<body><main id="main"><h1>หน้า</h1>HERE</main></body></html>"""

PLANTED = {
    '<p style="color:red">x</p>': "<p style>",
    '<a href="/" onclick="x()">x</a>': "<a onclick>",
    '<a href=" JavaScript:x()">x</a>': "<a href> holds a script",
    "<script></script>": "<script>",
    "<style></style>": "<style>",
    "<p>x": "</main> inside <p>",
    "<p><div>x</div></p>": "<div> inside <p>",
    '<p id="main">x</p>': "id main stands twice",
    '<a href="#nowhere">x</a>': "no element #nowhere",
    '<input name="a">': "a has no label",
    '<label for="b">x</label><input name="a">': "no element #b",
    '<input type="radio" name="a" aria-label="x">': "radio a outside its label",
    "<h3>x</h3>": "<h3> after level 1",
    "<h1>x</h1>": "2 times <h1>",
    "<button></button>": "<button> has no words",
    '<a href="/"><button>x</button></a>': "a link and a button in one",
    '<img src="/x">': "<img> without alt",
    "<li>x</li>": "<li> outside a list",
    "<em>x</em>": "<em> is slanted",
    '<p class="a" class="b">x</p>': "<p> has an attribute twice",
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(planted):
    assert PLANTED[planted] in StrictPage(SOUND.replace("HERE", planted)).problems


def test_a_sound_page_has_no_problem():
    fields = '<label for="a">x</label><input id="a"><label>y<input type="checkbox"></label>'
    page = StrictPage(SOUND.replace("HERE", f'{fields}<a href="https://x.test">z</a>'))
    assert page.problems == []
    assert page.foreign == {"https://x.test"}
