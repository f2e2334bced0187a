"""Reading term files: what a page holds, and what a bad file says."""

import json
from pathlib import Path

import pytest

from startline.glossary.rules.checking import Known
from startline.glossary.rules.front import seal_of
from startline.glossary.rules.library import all_problems, library_at
from startline.glossary.rules.problems import UnreadableError
from startline.glossary.rules.reading import term_of
from startline.glossary.rules.sentences import has_figure, refused_words
from startline.glossary.rules.terms import Grade, Mark, Term, plain
from startline.glossary.tests.make import CONDITION, content_at, term_text


def read(text: str, slug: str = "alpha", category: str = "training") -> Term:
    return term_of(text, slug=slug, category=category, path=f"{category}/{slug}.md")


def faults(content: Path) -> list[str]:
    library = library_at(content)
    return [str(p) for p in all_problems(library, Known(library.by_slug, library.references))]


def change(content: Path, path: str, old: str, new: str) -> None:
    file = content / "terms" / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_page_is_read_with_its_claims_grades_and_citations() -> None:
    term = read(CONDITION, "sore-knee", "recovery-injury")

    assert [fact.title for fact in term.facts][:2] == ["It is common", "It is dull"]
    assert term.facts[0].grade == Grade.HIGH
    assert [piece.target for piece in term.facts[0].cited] == ["smith2020"]
    assert term.facts[1].grade == Grade.COMMON
    assert term.tips[0].title == "Do less."
    assert plain(term.tips[0].blocks[0].texts[0]) == "For a week."
    assert term.claims[0].title == "It is 99% of all pain."
    assert term.claims[0].verdict == "Contradicted"
    assert term.in_short[1] == ("Brings it on", "Stairs, hills")
    assert term.danger
    assert term.danger.today == ("A hot and swollen knee.",)


def test_straight_quotes_become_typographic() -> None:
    term = read(term_text("Runner's knee", related="beta"))

    assert term.name == "Runner’s knee"
    assert term.questions[1].title == "Is it “not” so?"
    assert plain(term.questions[1].blocks[0].texts[0]) == "It isn’t."


def test_a_link_to_a_term_is_a_piece_of_its_own() -> None:
    pieces = read(term_text()).understanding[1].texts[0]

    assert [(p.mark, p.words, p.target) for p in pieces] == [
        (Mark.PLAIN, "The second links to ", ""),
        (Mark.TERM, "another page", "beta"),
        (Mark.PLAIN, ".", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: term", "kind: thing", 3, "kind"),
        ("version: 1", "version: 1\nmood: good", 13, "unknown key 'mood'"),
        ("version: 1", "version: one", 12, "version"),
        ("version: 1", "version: 1\nversion: 2", 13, "twice"),
        ("reviewed: 2026-04-01", "reviewed: lately", 13, "reviewed"),
        ("references: [smith2020]", "references: [smith2020, jones2010]", 11, "never cited"),
        ("references: [smith2020]", "references: []", 11, "not listed"),
        ("{high}", "{certain}", 22, "unknown grade"),
        ("## Key facts", "## Facts", 20, "unknown section"),
        ("- **Do this.**", "- Do this.", 31, "bold"),
        ("aliases: []", "aliases: [", 8, "front matter"),
        ("The first paragraph", "> The first", 16, "not used here"),
        ("The first paragraph", "![x](y.png)", 16, "not used here"),
    ],
)
def test_a_bad_file_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    text = term_text()
    assert old in text

    with pytest.raises(UnreadableError) as caught:
        read(text.replace(old, new, 1))

    assert words in caught.value.message
    assert abs(caught.value.line - line) <= 1


def test_a_bad_file_is_left_out_and_the_rest_is_served(tmp_path: Path) -> None:
    content = content_at(tmp_path)
    change(content, "training/beta.md", "kind: term", "kind: thing")

    library = library_at(content)

    assert sorted(library.by_slug) == ["alpha", "gamma", "sore-knee"]
    assert [(p.path, p.line) for p in library.problems] == [("training/beta.md", 3)]


def test_the_smallest_content_has_no_faults(tmp_path: Path) -> None:
    assert faults(content_at(tmp_path)) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("training/alpha.md", "term:beta", "term:delta", "delta: no such page"),
        ("training/alpha.md", "{common practice}", "", "cite a reference or say"),
        ("training/alpha.md", "So it is. [@", "So it is! [@", "no exclamation marks"),
        ("training/alpha.md", "Is it so?", "It is so", "question mark"),
        ("training/alpha.md", "sport: trail", "colour: red", "no parameter 'colour'"),
        ("training/alpha.md", "about it.", "about it", "full stop"),
        ("recovery-injury/sore-knee.md", "It gets better.", "This cures it.", "'cures'"),
        ("recovery-injury/sore-knee.md", "- **Sleep well.** It helps. {common practice}\n", "",
         "Pro tips: 2 of at least 3"),
        ("recovery-injury/sore-knee.md", "kind: condition", "kind: term", "are for conditions"),
    ],
)  # fmt: skip
def test_each_rule_of_a_page_names_its_fault(
    tmp_path: Path, path: str, old: str, new: str, said: str
) -> None:
    content = content_at(tmp_path)
    change(content, path, old, new)

    found = faults(content)

    assert found
    assert all(fault.startswith(f"{path}:") for fault in found)
    assert any(said in fault for fault in found)


def test_a_recalled_source_never_carries_a_figure(tmp_path: Path) -> None:
    content = content_at(tmp_path)
    change(content, "training/alpha.md", "[smith2020]", "[jones2010, smith2020]")
    change(content, "training/alpha.md", "So it is.  {common practice}", "It is 6%. [@jones2010]")

    assert [fault.split(": ", 1)[1] for fault in faults(content)] == [
        "a recalled source cannot carry a figure: It is 6%."
    ]


def test_a_later_edit_withdraws_a_signature(tmp_path: Path) -> None:
    content = content_at(tmp_path)
    file = content / "terms" / "recovery-injury" / "sore-knee.md"
    seal = seal_of(CONDITION)
    signature = (
        f"signature: {{name: A. Doctor, registration: '1', version: 1, date: 2026-04-02,"
        f" seal: '{seal}'}}\n"
    )
    signed = CONDITION.replace("in_short:", f"{signature}in_short:")
    file.write_text(signed)
    assert library_at(content).by_slug["sore-knee"].valid_signature
    assert faults(content) == []

    file.write_text(signed.replace("It gets better.", "It gets much better."))

    assert library_at(content).by_slug["sore-knee"].valid_signature is None
    assert ["withdrawn" in fault for fault in faults(content)] == [True]


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("It was 6% of them.", True),
        ("It took twelve weeks.", True),
        ("Four in ten were not satisfied.", True),
        ("VO2max is a ceiling.", False),
        ("A 10K is a race.", False),
        ("The 10% rule is a convention.", False),
        ("Two things work together.", False),
    ],
)
def test_a_figure_is_told_from_a_name(words: str, is_one: bool) -> None:
    assert has_figure(words, {"10% rule"}) == is_one


def test_whole_words_are_refused_and_the_disclaimer_is_not() -> None:
    assert refused_words("A diagnosis fixed nothing; prefix.") == ["diagnosis"]
    assert refused_words("This is not a diagnosis.") == []


def test_pages_know_who_mentions_them(tmp_path: Path) -> None:
    library = library_at(content_at(tmp_path))

    assert [term.slug for term in library.mentions["sore-knee"]] == ["alpha", "beta", "gamma"]
    assert list(library.by_letter) == ["A", "B", "G", "S"]
    assert [term.slug for term in library.by_tag["pain"]] == ["sore-knee"]


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    content = content_at(tmp_path)
    rows = json.loads((content / "references.json").read_text())
    (content / "references.json").write_text(json.dumps([*rows, rows[0]]))

    with pytest.raises(ValueError, match="twice"):
        library_at(content)


def test_markup_in_a_file_is_text() -> None:
    term = read(term_text().replace("The first paragraph", "<b>The first</b>"))

    assert plain(term.understanding[0].texts[0]).startswith("<b>The first</b>")
