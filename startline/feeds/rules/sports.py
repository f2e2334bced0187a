"""Sport, surface and format from the words of names and categories, in several languages."""

import re
from dataclasses import dataclass
from functools import lru_cache

from startline.core.text import fold
from startline.events.rules.words import Format, Sport, Surface


@dataclass(frozen=True)
class Kind:
    """What the words tell; empty where they are silent."""

    sport: str = ""
    surface: str = ""
    format: str = ""


_SPORTS = (
    (Sport.AQUABIKE, r"\baquabike"),
    (Sport.AQUATHLON, r"\b(?:aquathlon|aquatlon|acuatlon|aquatlo)"),
    (Sport.SWIMRUN, r"\b(?:swim ?run|swim-run)"),
    (Sport.DUATHLON, r"\b(?:duathlon|duatlon|duatlo|duathle)|듀애슬론|铁人两项|デュアスロン"),
    (
        Sport.TRIATHLON,
        r"\b(?:triathlon|triatlon|triatlo|triathle|tri ?sprint|ironman|ironkids|70\.3|"
        r"mitteldistanz|kurzdistanz|challenge (?:salou|roth|almere))|철인|트라이애슬론|铁人三项|"
        r"トライアスロン",
    ),
    (
        Sport.SWIMMING,
        r"\b(?:open water|swim(?:ming)?|schwimm\w*|natation|travesia a nado|traversia|travessia|"
        r"natacion|natacao|nuoto|aguas abertas|aguas abiertas)\b|수영|游泳|水泳",
    ),
    (
        Sport.OBSTACLE,
        r"\b(?:obstacle|obstacles|obstaculos|obstacoli|spartan|tough mudder|mud ?run|hindernis\w*|"
        r"ocr|hyrox|survivor)\b|장애물",
    ),
    (
        Sport.CYCLING,
        r"\b(?:bike|\w*cycling|cyclo\w*|ciclo\w*|gravel ride|gran ?fondo|radmarathon|radrennen|"
        r"velo|"
        r"mtb|btt|bikepacking|mountain-?bike|bicicleta|audax|brevet|brm)\b|자전거|自行车|"
        r"サイクリング",
    ),
    (Sport.SKIING, r"\b(?:ski|skilanglauf|langlauf|biathlon|esqui|nordic ski\w*)\b|滑雪|스키"),
    (
        Sport.WALKING,
        r"\b(?:walk|walking|hike|hiking|wander\w*|caminhada|caminata|marcha|marche|camminata|"
        r"nordic walking|randonnee|wandelen)\b|걷기|워킹|健走|徒步|ウォーク",
    ),
    (
        Sport.RUNNING,
        r"\b(?:run|runs|running|runners?|corrida|corridas|carrera|cursa|course|lauf|laufe|"
        r"\w+lauf|\w*marathon|\w*maraton\w*|marato|trail\w*|trilhos?|cross|corta[- ]?mato|milha|"
        r"san silvestre|sao silvestre|saint-silvester|10 ?k|5 ?k|half-marathon|jog|meia|parkrun|"
        r"fell|skyrunning|skyrace|"
        r"corsa|foulees|ultra|backyard|legua)\b|마라톤|달리기|런\b|레이스|马拉松|跑|マラソン|ラン",
    ),
)
_SURFACES = (
    (
        Surface.TRAIL,
        r"\b(?:trails?|trailrun\w*|trail-\w+|trilhos?|\w*trail|fell|mountain|montana|berglauf|"
        r"sky ?race|"
        r"skyrunning|cursa de muntanya|montagne|berg|ultra-trail|utmb|ceumannan)\b"
        r"|트레일|越野|トレイル|등산|산악",
    ),
    (
        Surface.CROSS,
        r"\b(?:cross|crosslauf|\w*crosslauf|corta[- ]?mato|cross-country|xc|campo a traves)\b",
    ),
    (Surface.GRAVEL, r"\b(?:gravel|grevel)\b"),
    (Surface.SNOW, r"\b(?:snow|schnee|neige|nieve|neve)\b|스노우"),
    (Surface.TRACK, r"\b(?:bahnlauf|track race|en pista|na pista|stadionlauf)\b"),
    (
        Surface.ROAD,
        r"\b(?:road|street|strassenlauf|stadtlauf|city ?run|asphalt|asfalto|paved|estrada|"
        r"halbmarathon|10 km de)\b|도로|公路|路跑|ロード",
    ),
)
_FORMATS = (
    (Format.BACKYARD, r"\b(?:backyard|last (?:one|man) standing)\b|백야드"),
    (
        Format.VIRTUAL,
        r"\b(?:virtual|virtuell\w*|virtuale|virtuelle|online ?run)\b|비대면|버추얼|线上|オンライン",
    ),
    (
        Format.RELAY,
        r"\b(?:relay|relays|\w*staffel|relevos|relais|estafetas?|staffetta|ekiden|paarlauf|duo|"
        r"estafette)\b|릴레이|계주|接力|駅伝|リレー",
    ),
    (Format.STAGE, r"\b(?:stage race|etappenlauf|por etapas|par etapes|multi-?stage|a tappe)\b"),
    (
        Format.TIMED,
        r"\b(?:6|12|24|48|72)[ -]?(?:h|hr|hrs|hours?|stunden|heures|horas|ore)\b|24시간|(?:6|12|"
        r"24)小时",
    ),
)
_TABLES = tuple(
    tuple((word.value, re.compile(pattern)) for word, pattern in table)
    for table in (_SPORTS, _SURFACES, _FORMATS)
)


@lru_cache(maxsize=16384)
def classify(text: str) -> Kind:
    """Sport, surface and format that the words of a text name; the rarer word wins."""
    folded = fold(text)
    return Kind(*(_first(table, folded) for table in _TABLES))


def _first(table: tuple[tuple[str, re.Pattern[str]], ...], folded: str) -> str:
    return next((word for word, pattern in table if pattern.search(folded)), "")


def kind_of(name: str, categories: str) -> Kind:
    """The name's own words first, then its categories'; a walk beside a run is a run.

    Trail, cross and road are run unless something else is said.
    """
    own, listed = classify(name), classify(categories)
    sport = own.sport or listed.sport
    if sport == Sport.WALKING and _first(_TABLES[0][-1:], fold(f"{name} {categories}")):
        sport = Sport.RUNNING.value
    surface = own.surface or listed.surface
    if not sport and surface in (Surface.TRAIL, Surface.CROSS, Surface.ROAD):
        sport = Sport.RUNNING.value
    return Kind(sport, surface, own.format or listed.format)
