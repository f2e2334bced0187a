"""The shapes of version 1, written by hand: never generated from tables. Lengths in metres."""

import datetime as dt

from ninja import Schema


class Price(Schema):
    """An amount in minor units (cents) of an ISO 4217 currency."""

    minor: int
    currency: str
    is_lowest_of_several: bool = False


class Place(Schema):
    """Where an event is held; degrees WGS 84. Unknown parts are empty or null."""

    name: str
    region: str
    country: str
    latitude: float | None
    longitude: float | None


class Reviews(Schema):
    """What people who started or finished say of an event: the score lists are sorted by, the
    plain average and the standard deviation, in stars; `stars` counts 1 to 5. `back_percent` is
    the share of "yes" of the last quarter of the field; null: fewer than three answered.
    """

    count: int
    score: float
    average: float
    spread: float
    stars: list[int]
    back_percent: int | None
    url: str


class FoundRace(Schema):
    """One edition that matches, its matching races' lengths first.

    `starts_on` is null while no date is known. `certainty` says how sure the date is: confirmed,
    announced, expected (worked out, never read) or unknown.
    """

    event: str
    edition: str
    name: str
    url: str
    starts_on: dt.date | None
    status: str
    certainty: str
    place: Place
    distance_from_point_m: int | None
    lengths_m: list[int]
    surfaces: list[str]
    sport: str
    price: Price | None
    is_free: bool
    can_be_entered_here: bool
    review_score: float | None
    reviews: int
    last_read_on: dt.date | None
    is_demonstration: bool


class Count(Schema):
    """How many races a value of a facet brings; the facet's own filter is not applied to it.

    An answer holds the hundred most frequent values of each facet.
    """

    value: str
    races: int


class Understood(Schema):
    """One piece of `q`: what kind of thing it was read as, and the words it was read from."""

    kind: str
    typed: str
    words: str


class Races(Schema):
    """`count` counts races; `results` are editions, up to 20 a page; `next` is the next page."""

    count: int
    editions: int
    events: int
    results: list[FoundRace]
    facets: dict[str, list[Count]]
    understood: list[Understood]
    next: str | None


class Race(Schema):
    """One start a person can enter. Durations in milliseconds."""

    slug: str
    name: str
    sport: str
    surface: str
    format: str
    distance_m: int | None
    climb_m: int | None
    cutoff_ms: int | None
    starts_at: dt.datetime | None
    price: Price | None


class Source(Schema):
    """Where facts of an edition came from, and when they were last read and confirmed."""

    label: str
    address: str
    seen_at: dt.datetime
    confirmed_at: dt.datetime | None


class Edition(Schema):
    """One holding of an event."""

    slug: str
    url: str
    starts_on: dt.date | None
    days: int
    status: str
    certainty: str
    timezone: str
    website: str
    entry_url: str
    features: list[str]
    races: list[Race]
    sources: list[Source]


class Event(Schema):
    """The lasting thing, with all its editions, the latest first."""

    slug: str
    name: str
    url: str
    sport: str
    place: Place
    website: str
    organizer: str
    is_demonstration: bool
    reviews: Reviews | None
    editions: list[Edition]


class Town(Schema):
    """A town; `region` and `country` are codes, `region_name` is in English."""

    name: str
    country: str
    region: str
    region_name: str
    latitude: float
    longitude: float
    population: int


class Towns(Schema):
    """Towns whose name begins so, the most populous first."""

    results: list[Town]


class Problem(Schema):
    """Every error: a stable code, a sentence for developers, and what is wrong with which field."""

    code: str
    detail: str
    fields: dict[str, str] = {}


class Search(Schema):
    """What may be asked; every parameter may be left out, unknown ones are not looked at.

    Those in brackets may be repeated, or hold several values with commas: any of them will do.
    Those that begin with not_ leave out every race that has any of the values; a race of which
    the value is not known stays.
    """

    q: str = ""
    near: str = ""
    not_near: str = ""
    near_lat: str = ""
    near_lon: str = ""
    within: str = ""
    bbox: str = ""
    country: list[str] = []
    region: list[str] = []
    sport: list[str] = []
    surface: list[str] = []
    relief: list[str] = []
    band: list[str] = []
    certainty: list[str] = []
    month: list[str] = []
    not_country: list[str] = []
    not_region: list[str] = []
    not_sport: list[str] = []
    not_surface: list[str] = []
    not_relief: list[str] = []
    not_band: list[str] = []
    not_format: list[str] = []
    not_month: list[str] = []
    min_km: str = ""
    max_km: str = ""
    max_price: str = ""
    currency: str = ""
    climb_max: str = ""
    cutoff: str = ""
    max_descent_per_km: str = ""
    max_steepest: str = ""
    min_score: str = ""
    min_back: str = ""
    cutoff_pace: str = ""
    open: str = ""
    sort: str = ""
    page: str = ""


class TermLine(Schema):
    """A word of the glossary, in one line."""

    slug: str
    name: str
    category: str
    definition: str
    url: str


class Terms(Schema):
    """Words, best first."""

    results: list[TermLine]


class TermClaim(Schema):
    """A key fact, a tip or an answer: its title, its text, how sure it is, its sources' ids."""

    title: str
    text: str
    grade: str
    references: list[str]


class TermReference(Schema):
    """A source; `seen` is "recall" where it was not read again."""

    id: str
    title: str
    authors: str
    year: str
    doi: str
    seen: str


class TermDetail(TermLine):
    """A page of the glossary. `reviewed_by` is empty until a clinician has signed this version."""

    kind: str
    aliases: list[str]
    names: dict[str, list[str]]
    tags: list[str]
    related: list[str]
    understanding: list[str]
    key_facts: list[TermClaim]
    tips: list[TermClaim]
    questions: list[TermClaim]
    call_now: list[str]
    care_today: list[str]
    care_this_week: list[str]
    references: list[TermReference]
    version: int
    reviewed_on: dt.date
    reviewed_by: str


class ResultSearch(Schema):
    """What is looked for among results; `race` is a slug, the first race unless given."""

    race: str = ""
    q: str = ""
    gender: str = ""
    category: str = ""
    status: str = ""
    page: str = ""


class ResultLine(Schema):
    """How a race ended for one runner. `group`: those ranked apart, as wheelchairs."""

    place: int | None
    gender_place: int | None
    category_place: int | None
    bib: str
    name: str
    gender: str
    category: str
    country: str
    club: str
    group: str
    status: str
    gun_ms: int | None
    net_ms: int | None


class Results(Schema):
    """A page of results. `state`: provisional or official; `places_by`: gun or net time."""

    event: str
    edition: str
    starts_on: dt.date | None
    race: str
    races: list[str]
    state: str
    places_by: str
    url: str
    count: int
    results: list[ResultLine]
    next: str | None
