"""Stored rows are rewritten in the fields that are named, and in no other."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from pytest_django import DjangoAssertNumQueries

from startline.core.rows import rewrite

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


def test_only_the_named_fields_are_written_and_all_rows_at_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [
        Session.objects.create(session_key=key, session_data="old", expire_date=DAY)
        for key in ("a", "b")
    ]
    for row in rows:
        row.session_data, row.expire_date = f"new {row.session_key}", DAY + dt.timedelta(days=9)

    with django_assert_num_queries(1):
        rewrite([*rows, rows[0]], ["session_data"])

    stored = Session.objects.order_by("session_key").values_list("session_data", "expire_date")
    assert list(stored) == [("new a", DAY), ("new b", DAY)]


def test_no_rows_ask_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        rewrite([], ["session_data"])
