"""Mutated, cut and mixed bytes of every format: the reader names faults and never breaks."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startline.feeds.adapters.files import Limits, ReadError, read_bytes
from startline.feeds.tests.samples import (
    CSV,
    EVENT,
    ICS,
    PARKRUN,
    RUNSIGNUP,
    YAML,
    page,
)

SEEDS = [
    ICS.encode(),
    json.dumps(EVENT).encode(),
    page(json.dumps(EVENT)).encode(),
    (json.dumps({"slug": "a", "scripts": [json.dumps(EVENT)]}) + "\n").encode() * 3,
    json.dumps(RUNSIGNUP).encode(),
    json.dumps(PARKRUN).encode(),
    CSV.encode(),
    YAML.encode(),
    json.dumps([{"name": "Run", "date": "2026-01-04", "location": {"lat": 1, "lon": 2}}]).encode(),
    gzip.compress(CSV.encode()),
]
BITS = [b"", b"\x00", b"\xff\xfe", b"<", b"{", b"[", b'"', b"\\", b"\n", b",", b"null", b"-1e999",
        b"9" * 40, b"[]", b"{}", "🇩🇪Μ취소".encode(), b"NaN", b"true", b"&amp;"]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        data[start:end] = draw(st.sampled_from(BITS) | st.binary(max_size=8))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def check(data: bytes) -> None:
    try:
        readings = read_bytes("feed", data, limits=Limits(expanded_bytes=5_000_000))
    except ReadError:
        return  # the whole file is named unreadable: that is an answer
    for reading in readings:
        keys = [listing.key for listing in reading.listings]
        assert len(keys) == len(set(keys))
        for listing in reading.listings:
            assert listing.name
            assert listing.days >= 1
            assert listing.latitude is None or -90 <= listing.latitude <= 90
            assert all(r.distance_m is None or r.distance_m > 0 for r in listing.races)
        assert all(refused.reason for refused in reading.refused)
        # The net under the readers is for the unforeseen: these feeds are foreseen.
        assert not [x for x in reading.refused if x.detail.startswith("unreadable:")]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_mutated_feeds_never_break_the_reader(data: bytes) -> None:
    check(data)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_never_break_the_reader(data: bytes) -> None:
    check(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["name", "date", "races", "race", "race_id", "events", "features", "countries", "@type",
             "startDate", "location", "address", "offers", "properties", "geometry", "coordinates",
             "distance", "organizer", "subEvent", "scripts", "slug", "url", "categories", "lat"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_json_of_unforeseen_shape_never_breaks_the_reader(value: object) -> None:
    check(json.dumps(value).encode())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(EVENT)), JSON, max_size=8))
def test_event_fields_of_unforeseen_shape_never_break_the_reader(fields: dict[str, object]) -> None:
    check(json.dumps({**EVENT, **fields}).encode())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_feed_cut_anywhere_is_read_as_far_as_it_goes(seed: bytes) -> None:
    for end in range(0, len(seed), max(1, len(seed) // 40)):
        check(seed[:end])
