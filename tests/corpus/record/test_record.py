import re
from html.parser import HTMLParser

from llamita.corpus.record.acknowledgements import acknowledgements
from llamita.corpus.record.card import NO_FORUMS, card_html, card_markdown
from llamita.corpus.record.notices import NoticeText, notices
from tests.corpus.record.sample import HOSTILE, project, summary


def test_the_card_has_table_one_of_the_paper_beside_ours():
    card = card_markdown(summary())
    row = next(line for line in card.splitlines() if line.startswith("| Natural language related to code |"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[2:4] == ["1.39", "92.0 MB"]
    assert cells[-3:] == ["8 %", "1.39", "78 GB"]
    assert "| 85 % | 2.03 | 859 GB |" in card
    assert "| 7 % | 0.01 | 3.5 TB |" in card


def test_the_card_says_that_no_forum_data_is_in_and_why():
    card = card_markdown(summary())
    assert all(reason in card for reason in NO_FORUMS)
    for word in ("Stack Overflow", "Reddit", "issues", "CC BY-SA", "names and handles", "made up a forum"):
        assert word in card


def test_the_card_says_what_is_wanting_and_what_was_asked_out():
    card = card_markdown(summary())
    for told in (
        "> **Note:** Less than asked for: prose (5.1 % of samples after 4 epochs instead of 7.0 %)",
        r"> **Note:** Could not be had, and is not in: pkg:deb/debian/jq\@1.6 (404 at every origin)",
        "**Not from their first origin, or without a file of it: 1 of the projects above**",
        r"| bats | debian-source bats: bats_1.debian.tar.xz | answered 404 | debian-binary: bats_1.deb |",
        "| humaneval | 164 | 2 |",
        "The corpus is 1.4 GB: markup is taken out of pages",
        "> **Note:** Not looked for: livecodebench (its problems are not at hand)",
        "> **Note:** To be looked at: mono (near-deduplication removed 93 % of its files)",
        "| pkg:npm/left-pad | 4 |",
        "| e-mail address | 812 |",
        "| near duplicates | near duplicate | 22,000 |",
        "| quality | 138,000 | 21,000 | 15.2 % | 1.2 GB | 189 MB |",
        "| MIT | 41,000 | 52.6 % | 420 MB |",
        "    llamita corpus build starter",
        "| Corpus id | " + "0123456789abcdef" * 4 + " |",
    ):
        assert told in card, told


def test_a_card_without_benchmarks_or_redactions_says_so():
    card = card_markdown(summary(benchmarks=(), redactions={}, opt_outs=()))
    assert "> **Note:** No benchmark was looked for." in card
    assert "Nothing was found to write over." in card
    assert "So far nobody has asked." in card


def test_a_corpus_of_nothing_still_has_a_card():
    empty = summary(groups=(), licenses=(), stages=(), projects=())
    assert "0 documents, 0 B of text" in card_markdown(empty)
    assert "<svg" in card_html(empty)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags, self.text, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "line", "rect", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_needs_nothing_else_and_runs_nothing():
    page = _Page()
    page.feed(card_html(summary()))
    assert page.open == []
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert not any({"src", "onload", "onclick", "onerror"} & set(attributes) for _, attributes in page.tags)
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    names = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {link.removeprefix("#") for link in links} <= names
    assert sum(tag == "svg" for tag, _ in page.tags) == 3
    assert "<script>alert(1)</script>|`x`[y](z)\\u202e" in "".join(page.text)


def test_names_that_look_like_markup_stay_text_in_markdown():
    for text in (card_markdown(summary()), acknowledgements(summary())):
        assert r"\<script\>alert(1)\</script\>\|\`x\`\[y\](z)\\u202e" in text
        assert HOSTILE not in text


def test_the_same_summary_gives_the_same_record():
    for write in (card_markdown, card_html, acknowledgements):
        assert write(summary()) == write(summary())


def test_every_project_with_documents_is_thanked_by_name():
    text = acknowledgements(summary(projects=(project("zod"), project("abseil"), project("x", files_kept=0))))
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["abseil 1.2.3", "zod 1.2.3"]
    assert "the work of the 2 projects below" in text
    assert "- 9 files from pkg:pypi/zod\\@1.2.3\n- under MIT (7), Apache-2.0 (2)\n" in text
    assert "\n- <https://zod.example.org>\n" in text
    assert text.count("Copyright (c) 2019 The zod authors") == 1


def test_notices_are_shown_once_with_everyone_who_carries_them():
    text = notices(
        [
            NoticeText("zod 4", "LICENSE", "Permission is\ngranted.\n"),
            NoticeText("abseil 1", "NOTICE", "Made by us.  \n\n"),
            NoticeText("Boost 1", "LICENSE", "Permission is granted.\n"),
            NoticeText("empty 1", "NOTICE", " \n"),
        ]
    )
    rule = "=" * 78
    assert text == (
        f"{rule}\nabseil 1: NOTICE\n{rule}\n\nMade by us.\n\n"
        f"{rule}\nBoost 1: LICENSE\nzod 4: LICENSE\n{rule}\n\nPermission is granted.\n"
    )
