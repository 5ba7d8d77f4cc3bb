"""Documentation pages become text."""

import time

import pytest

from llamita.corpus.languages.html_text import html_text

PAGE = """<!DOCTYPE html><html><head><title>T</title><style>p{}</style></head><body>
<nav>Home | About</nav><div class="sphinxsidebar"><div>inner</div>Contents</div>
<!-- hidden <p>comment</p> --><script>var a = "<p>no</p>";</script>
<h2>Sorting &amp; searching<a class="headerlink" href="#s">\u00b6</a></h2>
<p>Use  <code>sort()</code>
for <b>lists</b>.</p>
<ul><li>fast</li><li>stable</li></ul>
<div class="highlight-python notranslate"><div class="highlight"><pre><span>a</span> = [3,
    1 &lt; 2]

b</pre></div></div>
<table><tr><th>name</th><td>value</td></tr></table>
<footer>Copyright</footer></body></html>"""


def test_a_page_becomes_what_its_reader_sees():
    assert html_text(PAGE) == (
        "## Sorting & searching\n\nUse `sort()` for lists.\n\n- fast\n- stable\n\n"
        "```python\na = [3,\n    1 < 2]\n\nb\n```\n\nname value\n"
    )


def test_only_the_main_part_is_read_where_a_page_marks_it():
    assert html_text("<p>menu</p><main><p>text</p></main><p>end</p>") == "text\n"


def test_code_that_holds_a_fence_gets_another():
    assert html_text("<pre>```\nx\n```</pre>") == "~~~\n```\nx\n```\n~~~\n"


def test_a_page_that_shows_nothing_is_empty():
    assert html_text("<html><script>x</script></html>") == ""
    assert html_text("") == ""


def test_a_page_without_an_end_keeps_what_stands_before():
    assert html_text("<p>a<pre>b") == "a\n\n```\nb\n```\n"
    assert html_text("a<!-- b") == "a\n"


@pytest.mark.parametrize(
    "text",
    ["<" * 1_000_000, "<a " * 330_000, "<!--" * 250_000, "<pre>" * 200_000, "a" * 1_000_000, "&" * 1_000_000,
     '<a class="' * 100_000, "<div>" * 200_000, " " * 1_000_000, "\x00" * 1_000_000, "<!" * 500_000,
     "<p role=" * 120_000],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
def test_hostile_pages_are_read_quickly(text):
    started = time.process_time()
    assert html_text(text) == html_text(text)
    assert time.process_time() - started < 4
