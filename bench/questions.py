"""The twenty questions, five variants of each."""

import datetime as dt

from bench.races import FIRST_DAY
from startline.discovery.index.query import Box, Near, Query

CITIES = ((47.37, 8.54), (48.14, 11.58), (40.71, -74.0), (45.76, 4.84), (51.5, -0.12))
KM = 1_000.0


def _day(number: int) -> int:
    return (FIRST_DAY + dt.timedelta(days=number)).toordinal()


def questions() -> dict[str, list[Query]]:
    """Name of the question, and its variants."""
    return _words() | _places() | _choices()


def _words() -> dict[str, list[Query]]:
    return {
        "01 a typo, with facets": [
            Query(text=t, facets=True)
            for t in ("zurich marathn", "boston triatlom", "paris marathom", "munich triathlo",
                      "london runing")
        ],
        "02 as you type, 4 letters": [
            Query(text=t, last_is_prefix=True, limit=10)
            for t in ("bost", "zuri", "valen", "stock", "melb")
        ],
        "03 as you type, 1-2 letters": [
            Query(text=t, last_is_prefix=True, limit=10) for t in ("ma", "tr", "s", "lo", "gr")
        ],
        "04 a common word, with facets": [
            Query(text=t, facets=True) for t in ("marathon", "trail", "triathlon", "ultra", "gran")
        ],
        "05 word, country, 3 months": [
            Query(text=t, country=(c,), from_day=_day(a), to_day=_day(a + 91), sort="date",
                  facets=True)
            for t, c, a in (("marathon", "FR", 90), ("trail", "IT", 150), ("marathon", "US", 240),
                            ("marathon", "DE", 90), ("gran", "ES", 400))
        ],
        "06 a rare and a common word": [
            Query(text=t, facets=True)
            for t in ("lausanne marathon", "chamonix trail", "davos triathlon",
                      "interlaken running", "annecy ultra")
        ],
        "07 three words, each with near spellings": [
            Query(text=t, widen=True, facets=True)
            for t in ("ultra trial chamonx", "gran fondo milano", "maraton de valencai",
                      "sprint triatlon barcelna", "half maraton bristl")
        ],
        "20 word within 500 km, nearest": [
            Query(text=t, near=Near(*spot, 500 * KM), sort="distance", facets=True)
            for t, spot in zip(("marathon", "trail", "marathon", "ultra", "run"), CITIES,
                               strict=True)
        ],
    }  # fmt: skip


def _places() -> dict[str, list[Query]]:
    return {
        "08 marathons within 50 km in a month": [
            Query(near=Near(*spot, 50 * KM), months=(202606 + i,), band=("marathon",),
                  sort="distance", facets=True)
            for i, spot in enumerate(CITIES)
        ],
        "09 within 200 km by date": [
            Query(near=Near(*spot, 200 * KM), sort="date", facets=True) for spot in CITIES
        ],
        "10 the world on the map": [Query(clusters_zoom=2, limit=0)] * 5,
        "11 trail races of Europe on the map": [
            Query(box=Box(36 + i, -10, 60, 25 + i), clusters_zoom=5, sport=("trail",), limit=0)
            for i in range(5)
        ],
        "12 a town on the map, with pins": [
            Query(box=Box(lat - 0.15, lon - 0.25, lat + 0.15, lon + 0.25), clusters_zoom=11,
                  sort="date", limit=50, facets=True)
            for lat, lon in CITIES
        ],
        "15 nearest to me": [Query(near=Near(*spot), sort="distance") for spot in CITIES],
    }  # fmt: skip


def _choices() -> dict[str, list[Query]]:
    five = (
        ("FR DE IT ES CH", "trail"), ("US CA GB AU NZ", "road"), ("SE NO DK FI NL", "road"),
        ("CH AT DE IT FR", "road"), ("PL CZ SK HU RO", "mixed"),
    )  # fmt: skip
    return {
        "13 everything, with facets": [Query(sort="date", facets=True)] * 5,
        "14 a deep page": [
            Query(sport=(s,), sort="date", offset=5_000)
            for s in ("running", "trail", "running", "triathlon", "running")
        ],
        "16 one sport, with facets": [
            Query(sport=(s,), sort="date", facets=True)
            for s in ("running", "running", "trail", "running", "triathlon")
        ],
        "17 five countries, surface, price": [
            Query(country=tuple(c.split()), surface=(s,), max_price_eur_cents=6_000, sort="newest",
                  facets=True)
            for c, s in five
        ],
        "18 region, 30 days, two distances": [
            Query(region=(r,), band=("half", "marathon"), from_day=_day(a), to_day=_day(a + 30),
                  sort="date", facets=True)
            for r, a in (("CH.ZH", 100), ("DE.02", 130), ("FR.84", 240), ("US.CA", 270),
                         ("IT.09", 480))
        ],
        "19 confirmed dates under a price": [
            Query(certainty=("confirmed",), max_price_eur_cents=p, sort="newest", facets=True)
            for p in (2_000, 4_000, 7_000, 12_000, 25_000)
        ],
        "21 what is on from today": [
            Query(from_day=_day(59), demo=False, sort=s, confirmed_first=True, facets=True)
            for s in ("date", "relevance", "date", "relevance", "date")
        ],
        "22 marathons under a price in May": [
            Query(band=("marathon",), months=(5,), max_price_eur_cents=p, facets=True)
            for p in (5_000, 3_000, 4_000, 6_000, 10_000)
        ],
    }  # fmt: skip
