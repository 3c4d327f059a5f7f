"""Markdown becomes safe HTML, whatever goes in."""

import re
import time
from html import unescape

import html5lib
import pytest
from desk import holdable
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from briefing.rendering import markdown as markup
from briefing.rendering.markdown import SCHEMES, TAGS, has_syntax, markdown, paragraphs, plain, render, simple


def link(id: str, text: str) -> str:
    return f'<a href="/{id}.html">{escape(text or id.upper())}</a>'


def html(text: str) -> str:
    return str(render(text, link))


# --- what editors write ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("One line.", "<p>One line.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("One\nline.", "<p>One\nline.</p>"),
        ("*em* **strong** `code`", "<p><em>em</em> <strong>strong</strong> <code>code</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        # headings begin below the page's own
        ("# H", "<h2>H</h2>"),
        ("## H", "<h3>H</h3>"),
        ("###### H", "<h6>H</h6>"),
        # ampersands and angle brackets are themselves
        ("R&D & <b>x</b> &amp; &lt;", "<p>R&amp;D &amp; &lt;b&gt;x&lt;/b&gt; &amp;amp; &amp;lt;</p>"),
        ("R&D &amp; &#60; 1 > 0", "<p>R&amp;D &amp;amp; &amp;#60; 1 &gt; 0</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<!-- x -->", "<p>&lt;!-- x --&gt;</p>"),
        ("no\u00a0break", "<p>no\u00a0break</p>"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert html(text) == expected


def test_a_table() -> None:
    made = html("| a | b |\n|---|---|\n| 1 | [[x|X & Y]] |")
    assert '<td><a href="/x.html">X &amp; Y</a></td>' in made
    assert made.count("<tr>") == 2
    assert made.startswith('<div class="wide-table" role="group" aria-label="Table" tabindex="0"><table>')
    assert made.endswith("</table></div>")


@pytest.mark.parametrize("dashes", [3, 10, 23, 24, 80])
def test_a_rule_or_a_table_may_be_drawn_with_many_dashes(dashes: int) -> None:
    assert html(f"`a`\n\n{'-' * dashes}\n\n*b*") == "<p><code>a</code></p>\n<hr>\n<p><em>b</em></p>"
    assert "<table>" in html(f"a | b\n{'-' * dashes}|---\n1 | 2")


@pytest.mark.parametrize(
    "text", ["a  word", "snake_case_word and 2 * 3", "a] b", "x (y) [z]", "- - -", "a\n===", "5. Mai"]
)
def test_what_looks_like_markdown_loses_no_words(text: str) -> None:
    shown = re.sub(r"<[^>]*>", "", html(text))
    assert [w for w in re.findall(r"\w+", text) if w not in shown and w != "5"] == []


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](https://example.org)", '<a href="https://example.org" rel="noopener">x</a>'),
        ("[x](HTTP://example.org/?a=b&c=d)", '<a href="HTTP://example.org/?a=b&amp;c=d" rel="noopener">x</a>'),
        ("[x](mailto:a@example.org)", '<a href="mailto:a@example.org" rel="noopener">x</a>'),
        ("<https://example.org>", '<a href="https://example.org" rel="noopener">https://example.org</a>'),
        ('[x](https://example.org "title")', '<a href="https://example.org" rel="noopener">x</a>'),
        ("[x](<https://example.org>)", '<a href="https://example.org" rel="noopener">x</a>'),
        # leads nowhere allowed: the text stays
        ("[x](javascript:alert(1))", "x"),
        ("[x](JavaScript:alert)", "x"),
        ("[x](java\tscript:alert)", "[x](java    script:alert)"),
        ("[x](data:text/html,y)", "x"),
        ("[x](vbscript:y)", "x"),
        ("[x](//example.org)", "x"),
        ("[x](/page.html)", "x"),
        ("[x](#top)", "x"),
        ("[x]()", "[x]()"),
        ("[x](https:evil)", "x"),
        ("[x](file:///etc/passwd)", "x"),
    ],
)
def test_a_link_leads_only_to_an_allowed_address(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text", ["![x](https://example.org/i.png)", "![x][y]\n\n[y]: https://example.org/i.png", "<img src=x>"]
)
def test_no_image_is_loaded(text: str) -> None:
    assert "<img" not in html(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see [[a]].", '<p>see <a href="/a.html">A</a>.</p>'),
        ("see [[a|Mr A]].", '<p>see <a href="/a.html">Mr A</a>.</p>'),
        ("[[ a | Mr\nA ]]", '<p><a href="/a.html">Mr A</a></p>'),
        ("*[[a]]* and [[b]]", '<p><em><a href="/a.html">A</a></em> and <a href="/b.html">B</a></p>'),
        ("[[a|x *y* <b>]]", '<p><a href="/a.html">x *y* &lt;b&gt;</a></p>'),
        ("# [[a]]", '<h2><a href="/a.html">A</a></h2>'),
        ("a-b_[[a]]_c", '<p>a-b_<a href="/a.html">A</a>_c</p>'),
        # not in code, and not within another link
        ("`[[a]]`", "<p><code>[[a]]</code></p>"),
        ("`[[a]]` [[b]]", '<p><code>[[a]]</code> <a href="/b.html">B</a></p>'),
        (
            "[see [[a]] there](https://example.org)",
            '<p><a href="https://example.org" rel="noopener">see A there</a></p>',
        ),
        ("[see [[a]]](javascript:x)", '<p>see <a href="/a.html">A</a></p>'),
        # no link
        ("[[A b]]", "<p>[[A b]]</p>"),
        ("[[]]", "<p>[[]]</p>"),
    ],
)
def test_a_link_to_a_record(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize("text", ["``[[a]]``", "```\n[[a]]\n```", "text\n\n    [[a]]\n"])
def test_a_link_in_any_sort_of_code_stays_as_it_was_written(text: str) -> None:
    assert "[[a]]" in html(text)
    assert "<a " not in html(text)


def test_an_address_with_a_record_link_in_it_stays_one_address() -> None:
    """A label must not become part of an attribute."""

    def label(id: str, text: str) -> str:
        return f'<a href="/{id}.html">Ann "the Fox" Lee</a>'

    made = str(render("[x](https://example.org/[[a]])", label))
    for element in html5lib.parseFragment(made, treebuilder="etree", namespaceHTMLElements=False).iter():
        assert set(element.attrib) <= {"href", "rel"}


def test_the_links_are_the_maker_s_own_html() -> None:
    assert (
        str(render("[[a]]", lambda id, text: '<a class="x" href="/a">A</a>')) == '<p><a class="x" href="/a">A</a></p>'
    )


# --- whatever goes in ------------------------------------------------------------------------------------------------

PLAIN_PIECES = st.lists(
    st.sampled_from(["a", "B", "é", "1", "12", ".", ")", "(", " ", "  ", "\n", "\n\n", "\t", "    ", "   ", "-", "--", "+", "=",
                     "#", ">", "&", "&amp;", "&lt;", ":", "!", "/", "https://example.org", "a@b.org", "\u00a0", "\u3000", "'", '"', "~", "^", "$", "%",
                     "{", "}", "1. ", "1) ", "- ", "\n:", "*[a]: b"[4:], "\u200c", "٣. ", ";", "?"]),
    max_size=14,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a \n\nb",
        "a\n\n b",
        "a\n \n\t\nb",
        "a\n\n\u00a0\n\nb",
        "a\u00a0\n\nb",
        "a \n b",
        "a & b > c",
        "a\n\n\n\nb",
        "1) a",
    ],
)
def test_paragraphs_are_the_same_either_way(text: str) -> None:
    assert paragraphs(text) == markdown(text)


def as_held(text: str) -> str:
    """A text as a record holds it."""
    return text.strip()


@given(st.one_of(PLAIN_PIECES, st.text(max_size=60)).map(as_held).filter(holdable))
def test_text_without_markdown_is_the_same_either_way(text: str) -> None:
    if text and not has_syntax(text):
        assert paragraphs(text) == markdown(text)


SIMPLE_PIECES = st.lists(
    st.sampled_from(["**a**", "*b*", "**", "*", "***", "c", "d e", " ", "  ", "\n", "\n\n", "- ", "\n- ", "\n\n- ", "[x](https://example.org/a_b)", "[x y](http://e.org)",
                     "[x](https://e.org/?a=b&c=d)", "[*x*](https://e.org)", "[x](mailto:a@b.org)", "&", "&amp;", "<", ">", ".", "!", "1. ", "_", "\\", "`", "é",
                     "\u00a0", "\t", "    ", "  - ", "# ", ":", "(", ")", "[", "]", "https://e.org", "|"]),
    max_size=12,
).map("".join)  # fmt: skip


@given(SIMPLE_PIECES.map(as_held).filter(holdable))
def test_simple_markdown_is_the_same_either_way(text: str) -> None:
    made = simple(text) if text and has_syntax(text) else None
    if made is not None:
        assert made == markdown(text)


@pytest.mark.parametrize(
    "text",
    ["**a** and *b*.", "- a\n- **b** & c\n- [x](https://example.org/?a=b)", "See [x y](https://example.org/a-b%20c#d), *too*.\n\n- a\n- b\n\nEnd > it.",
     "a\n- b", "*a\nb*", "**a *b* c**", "a*b*c", "*a*b", "2*3*4", "[x](https://e.org) [y](https://e.org)", "- a\n\n- b", "- a\n  b"],
)  # fmt: skip
def test_the_commonest_markdown_is_the_same_either_way(text: str) -> None:
    made = simple(text)
    assert made is None or made == markdown(text)


MARKS = [
    "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "![", "](", "[[", "]]", "|", "<", ">", "\\", "&", "&#x6a;", "&colon;", "\n", "\n\n", " ",
    "    ", "\t", "# ", "> ", "- ", "1. ", "---\n", "===\n", "```", "~~~", "| a |\n|---|\n", "a", "b c", "javascript:", "java\nscript:", "data:", "https://",
    "mailto:", "HTTPS://x.org", "//x", "<a href=", "<script>", "</p>", "<img src=x onerror=y>", "<!--", "-->", "<![CDATA[", "<?", '"', "'", "=", "onclick=",
    "[[a]]", "[[a|b]]", "[[a|<i>]]", "[x](https://x.org)", "[x](javascript:y)", "<https://x.org>", "<javascript:y>", "[x]: javascript:y", "[^1]", "{: onclick=x}",
    "\u00a0", "é", "🛰",
]  # fmt: skip


def faults_in(made: str) -> list[str]:
    """What an independent parser sees in HTML that should not be there."""
    faults = []
    for element in html5lib.parseFragment(made, treebuilder="etree", namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in TAGS:
            faults.append(f"<{element.tag}>")
        allowed = {"href", "rel"} if element.tag == "a" else {"style"} if element.tag in ("td", "th") else set()
        faults += [f"{element.tag} {name}" for name in element.attrib if name not in allowed]
        href = element.get("href", "")
        # what a browser makes of it: it drops tabs and line breaks, and trims what is no printable character
        address = re.sub(r"[\t\r\n]", "", href).strip("".join(map(chr, range(33)))).lower()
        if href and not re.fullmatch(r"/[a-z0-9-]+\.html", href) and address.partition(":")[0] not in SCHEMES:
            faults.append(f"href {href}")
    return faults


@given(
    st.one_of(st.lists(st.sampled_from(MARKS), max_size=25).map("".join), st.text(max_size=80))
    .map(as_held)
    .filter(holdable)
)
def test_only_allowed_tags_attributes_and_addresses_come_out(text: str) -> None:
    assert faults_in(html(text)) == []


@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join).map(as_held).filter(holdable))
def test_rendering_twice_gives_the_same(text: str) -> None:
    """The converter is used again and again; nothing of one text may stay for the next."""
    first = html(text)
    html("[x]: https://example.org\n\n*[y]: z\n\n- a\n")
    assert html(text) == first


@pytest.mark.parametrize(
    "deep",
    [
        "> " * 20_000,
        "1. " * 13_000,
        "* " * 20_000,
        "".join(f"{'    ' * depth}- a\n" for depth in range(140)),
        "[" * 20_000,
    ],
    ids=["quotes", "numbers", "stars", "lists", "brackets"],
)
def test_a_text_that_nests_too_deep_spoils_no_other(deep: str) -> None:
    text = "`x` & *y*\n\n- a\n- b\n\n1. c\n\n[x](javascript:y)"
    first = html(text)
    html(deep)
    assert html(text) == first


# --- as plain text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("One.\n\nTwo.", "One. Two."),
        ("*em* **strong** `code` snake_case", "em strong code snake_case"),
        ("[x](https://example.org) y", "x y"),
        ("[[a]] and [[b|Mr B]]", "A and Mr B"),
        ("`[[a]]`", "[[a]]"),
        ("# Head\n- one\n- two", "Head one two"),
        ("2 * 3 < 7 & <b>", "2 * 3 < 7 & <b>"),
        ("1 000 drones", "1 000 drones"),
    ],
)
def test_plain_text_for_titles(text: str, expected: str) -> None:
    assert plain(text, str.upper) == expected


@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
def test_plain_text_is_one_line(text: str) -> None:
    assert "\n" not in plain(text, str.upper)


@pytest.mark.parametrize(
    "unit", ["[", "[[", "*", "`", "[a](", "_ ", "> ", "1. ", "[a]", "[[a|", "* ", "\\", "- ", "**a "]
)
def test_plain_text_takes_no_time(unit: str) -> None:
    began = time.process_time()
    plain(unit * (40_000 // len(unit)), str.upper)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick='x'>a</p>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>a</a>", "<iframe src=x></iframe>",
        "<a href='https://x' style='x' id=top class=note>a</a>", "<svg><script>alert(1)</script></svg>", "<style>p {}</style>", "<a href=' java\nscript:x'>a</a>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<!-- --!><img src=x onerror=alert(1)> -->",
    ],
)  # fmt: skip
def test_whatever_the_library_lets_through_is_cleaned(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the Markdown library, of another version say, had made HTML that it should not."""
    converter = markup._converter()
    monkeypatch.setattr(converter, "convert", lambda text: html)
    made = str(markup.markdown("*x* `y`"))
    for word in ("on", "script", "style", "iframe", "svg", "id=", "class=", "img"):
        assert not re.search(rf"<[^>]*\b{word}", made, re.IGNORECASE), made


# --- no word is lost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2022. It was the year.", '<ol start="2022">\n<li>It was the year.</li>\n</ol>'),
        ("3. x\n4. y", '<ol start="3">\n<li>x</li>\n<li>y</li>\n</ol>'),
        ("1. x", "<ol>\n<li>x</li>\n</ol>"),
        ("#7 bolt failed.", "<p>#7 bolt failed.</p>"),
        ("##7 and #8", "<p>##7 and #8</p>"),
        ("# A heading", "<h2>A heading</h2>"),
        ("It has:\n- a\n- b", "<p>It has:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("It has:\n1. a\n2. b", "<p>It has:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("In\n2022. It was", "<p>In\n2022. It was</p>"),  # only a first item interrupts a paragraph
        ("- a\nlazy\n- b", "<ul>\n<li>a\nlazy</li>\n<li>b</li>\n</ul>"),
        ("```\nx < y & [[z]]\n```", "<pre><code>x &lt; y &amp; [[z]]\n</code></pre>"),
        ("~~~ text\n# x\n~~~", "<pre><code># x\n</code></pre>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
    ],
)
def test_what_is_written_stays(text: str, html: str) -> None:
    assert str(render(text, lambda id, shown: shown or id)) == html


WRITTEN = st.lists(
    st.sampled_from(
        ["alpha", "Beta", "7", "2022.", "#7", "# ", "## ", "- ", "* ", "+ ", "1. ", "3. ", "> ", "\n", "\n\n", " ", "  ", "    ", "*", "**",
         "_", "***", "---", "===", "`", "```\n", "~~~\n", "\\", "\\\n", "|", "&", "&amp;", "<b>", "(", ")", "!", ":", "Ω", "م"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(WRITTEN)
def test_every_letter_of_a_text_is_on_its_page(text: str) -> None:
    """Letters alone: digits also number items, and the word behind the marks of a code block names its language."""
    html = str(render(text, lambda id, shown: shown or id))
    shown = re.sub("[^a-zΩم]", "", unescape(re.sub("<[^>]*>", "", html)).lower())
    fences = re.sub(r"(?m)^( {0,3}(?:`{3,}|~{3,}))[^\n]*$", r"\1", text)
    wanted = re.sub("[^a-zΩم]", "", fences.replace("&amp;", "&").lower())
    assert re.sub("amp", "", shown) == wanted or shown == wanted or re.sub("[^a-zΩم]", "", text.lower()) == shown
