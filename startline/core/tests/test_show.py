"""Values as readers see them."""

import datetime as dt

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines

from startline.core.money import Money
from startline.core.templatetags import show

NOON = dt.datetime(2026, 9, 12, 16, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 9, 12)


class Entry(forms.Form):
    name = forms.CharField(label="Name")
    born_on = forms.DateField(label="Born")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ 21097.5|distance:'km' }}", "21.1 km"),
        ("{{ 21097.5|distance:'mi' }}", "13.1 mi"),
        ("{{ nothing|distance:'km' }}", ""),
        ("{{ 319|height:'km' }}", "319 m"),
        ("{{ 319|height:'mi' }}", "1,047 ft"),
        ("{{ 341000|pace:'km' }}", "5:41 min/km"),
        ("{{ 9900000|duration }}", "2 h 45"),
        ("{{ 11109000|race_time }}", "3:05:09"),
        ("{{ 2467000|race_time }}", "41:07"),
        ("{{ price|money }}", "22.00 EUR"),
        ("{{ nothing|money }}", ""),
        ("{{ start|day }}", "Sat 12 Sep 2026"),
        ("{{ start|day:'Pacific/Auckland' }}", "Sun 13 Sep 2026"),
        ("{{ start|clock:'Europe/Lisbon' }}", "17:30"),
        ("{{ start|moment:'Europe/Lisbon' }}", "Sat 12 Sep 2026, 17:30 (Lisbon time)"),
        ("{{ start|moment }}", "Sat 12 Sep 2026, 16:30 (UTC time)"),
        ("{{ start|deadline:'Europe/Lisbon' }}", "Sat 12 Sep 2026, 17:30 (Lisbon time)"),
        ("{{ start|deadline:'Asia/Karachi' }}", "Sat 12 Sep 2026, 21:30 (Karachi time)"),
        ("{{ night|deadline:'Europe/Lisbon' }}", "the end of Fri 11 Sep 2026 (Lisbon time)"),
        ("{{ night|deadline }}", "Fri 11 Sep 2026, 23:00 (UTC time)"),
    ],
)
def test_a_value_is_shown_in_the_readers_way(template: str, shown: str) -> None:
    values = {"price": Money(2200, "EUR"), "start": NOON,
              "night": dt.datetime(2026, 9, 11, 23, tzinfo=dt.UTC)}  # fmt: skip

    assert engines["django"].from_string(template).render(values) == shown


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (59, "59 days ago"),
        (152, "5 months ago"),
        (1461, "4 years ago"),
    ],
)
def test_the_age_of_a_fact_is_told_in_days_then_months_then_years(days: int, words: str) -> None:
    assert show.ago(TODAY - dt.timedelta(days=days), TODAY) == words


def test_markdown_can_bring_no_script_no_picture_and_no_foreign_tag() -> None:
    html = show.markdown(
        "**Rest** <script>x</script> ![p](https://example.org/p.png) [a](javascript:x)"
    )

    assert "<strong>Rest</strong>" in html
    assert not any(bad in html for bad in ("<script", "<img", 'href="javascript'))


def test_a_date_field_keeps_what_was_typed_and_uses_the_browsers_picker() -> None:
    form = Entry({"name": "Alice", "born_on": "1990-02-30"})
    html = show.widget(form["born_on"], "mid")

    assert 'type="date"' in html
    assert 'value="1990-02-30"' in html
    assert 'class="input input--mid"' in html
    assert 'aria-invalid="true"' in html


def test_a_saved_date_is_given_to_the_picker_in_its_own_format() -> None:
    html = show.widget(Entry(initial={"born_on": dt.date(1990, 2, 3)})["born_on"])

    assert 'value="1990-02-03"' in html


def test_the_summary_names_each_field_and_leads_to_it() -> None:
    form = Entry({})

    lines = show.form_errors(form)

    assert [line.id for line in lines] == ["id_name", "id_born_on"]
    assert lines[0].text.startswith("Name: ")


def test_the_summary_covers_several_forms_in_order() -> None:
    several = [Entry({f"{prefix}-name": "Alice"}, prefix=prefix) for prefix in ("a", "b")]

    assert [line.id for line in show.form_errors(several)] == ["id_a-born_on", "id_b-born_on"]


def test_page_numbers_leave_a_gap_for_what_is_far_away() -> None:
    page = Paginator(range(200), 10).page(10)

    assert show.page_numbers(page) == [1, None, 9, 10, 11, None, 20]
