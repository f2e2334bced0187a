"""Names of regions and countries: what is a mere kind word, and what people type instead. Pure."""

import re

from startline.core.text import words

LANGUAGES = ("en", "de", "fr", "es", "it", "pt")

_KINDS = frozenset(
    words("""
    autonomous autonoma autonome autonomo canton cantao cantone canton kanton comarca comunidad
    comunidade comunita communaute county condado comte contea grafschaft departamento department
    departement dipartimento district distrito distretto distrikt bezirk regierungsbezirk landkreis
    kreis emirate governorate land stato state estado etat staat bundesland freistaat freie
    municipality municipio municipalite gemeinde oblast krai kraj voivodeship voivodato
    voievodie woiwodschaft wojewodztwo prefecture prefettura prefectura prefeitura prafektur
    province provincia provinz provincie region regiao regione region regio regional republic
    territory territorio territoire principality foral forale gemeinschaft autonomer metropolitan
    metropolitana metropole city borough royal stadt ville citta ciudad cidade unitary authority
    principado principaute furstentum council chartered
    """)
)
_JOINING = frozenset(
    words("of de do da dos das del della dello dei degli di du des d the der von la le el l y e")
)
_SUFFIXES = re.compile(
    r"(?:특별자치도|특별자치시|특별시|광역시|[ ]주|[ ]지방|자치구|[도주시군구성]|自治州|自治区"
    r"|自治縣|特別市|広域市|自由州|[省市県縣府州都道郡區区])$"
)
_DO_SI = re.compile(r"[ -](?:do|si|gun|gu|ken|fu|to|sheng|shi)$")


def bare_region_names(title: str) -> set[str]:
    """A region's name folded, and again without the words that only say what kind it is.

    "Provincia de Granada" gives "provincia de granada" and "granada"; "경기도" also "경기".
    """
    title = re.sub(r"\s*[(\[].*?[)\]]", "", title)
    found = {" ".join(words(title))}
    suffixed = _SUFFIXES.sub("", title.strip())
    if len(suffixed) > 1:
        found.add(" ".join(words(suffixed)))
    found.add(" ".join(words(_DO_SI.sub("", title.strip()))))
    parts = words(title)
    left = _without_kinds(parts)
    if left and left != parts:
        found.add(" ".join(left))
    return {name for name in found if name}


def shown_title(title: str, language: str = "en") -> str:
    """A region's name as people say it: "Distrito de Lisboa" is "Lisboa".

    The kind of region is left off only before a name ("of", "de"; German puts the name right
    behind it), never before an adjective: "Comunidad Valenciana", "Northern Territory".
    """
    title = re.sub(r"[¹²³*\"]|\s*[(\[].*?[)\]]", "", title).strip()
    title = re.sub(r"\s+Chartered Community$", "", title)
    parts = title.split()
    left = list(parts)
    while left and " ".join(words(left[0])) in _KINDS - _KEPT:
        left.pop(0)
    joined = left
    while joined and " ".join(words(joined[0])) in _JOINING:
        joined = joined[1:]
    if left == parts or not joined or (joined == left and language != "de"):
        return title
    if " ".join(words(joined[-1])) in _AMBIGUOUS:
        return title
    return " ".join(joined)


# A kind that is part of the name, and names that need their kind to be told from another.
_KEPT = frozenset(words("territory territorio territoire land state city stadt freie capital"))
_AMBIGUOUS = frozenset(words("mexico mexique mexiko messico york luxembourg norte nord sur sul"))


def _without_kinds(parts: list[str]) -> list[str]:
    left = list(parts)
    while left and left[-1] in _KINDS:
        left.pop()
    dropped = False
    while left and (left[0] in _KINDS or (dropped and left[0] in _JOINING)):
        left.pop(0)
        dropped = True
    while left and dropped and left[-1] in _KINDS:
        left.pop()
    return left


# What people write for a country beside its names in the six languages and its ISO codes.
_COUNTRIES: dict[str, tuple[str, ...]] = {
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "Grossbritannien", "GBR", "Grande-Bretagne"),
    "US": ("USA", "U.S.A.", "U.S.", "America", "United States of America", "EUA", "EEUU", "EE.UU."),
    "AE": ("UAE", "U.A.E.", "Emirates"),
    "NL": ("Holland", "Holanda", "Hollande", "Olanda"),
    "CZ": ("Czech Republic", "República Checa", "Tschechische Republik", "Repubblica Ceca"),
    "KR": ("South Korea", "Korea", "Republic of Korea", "대한민국", "한국", "Corea", "Coreia"),
    "CN": ("PRC", "中国", "中國", "P.R. China"),
    "JP": ("日本", "Nippon"),
    "TW": ("臺灣", "台灣"),
    "HK": ("Hong Kong", "Hongkong", "香港"),
    "MO": ("Macao", "Macau", "澳門"),
    "RU": ("Russia", "Russian Federation"),
    "BA": ("Bosnia", "Bosnien"),
    "MK": ("Macedonia", "FYROM"),
    "CD": ("DR Congo", "DRC"),
    "CI": ("Ivory Coast", "Elfenbeinküste", "Costa do Marfim"),
    "VA": ("Vatican",),
    "TR": ("Turkey", "Türkei"),
    "IE": ("Republic of Ireland", "Eire"),
    "CV": ("Cabo Verde",),
    "TL": ("East Timor",),
    "SZ": ("Swaziland",),
    "MM": ("Burma",),
    "RE": ("Réunion", "La Réunion", "Reunion Island"),
}

# Regions whose published name matches none of the other source's, and short forms in daily use.
# Keys are country and GeoNames admin1 code.
_REGIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("DE", "16"): ("Berlin",),
    ("DE", "01"): ("Baden-Württemberg", "BaWü"),
    ("DE", "07"): ("NRW", "Nordrhein-Westfalen"),
    ("DE", "12"): ("MeckPomm",),
    ("IT", "10"): ("Marche",),
    ("IT", "02"): ("Basilicata",),
    ("IT", "17"): ("Trentino",),
    ("IT", "17.BZ"): ("Südtirol", "South Tyrol", "Alto Adige", "Tyrol du Sud", "Tirol del Sur"),
    ("ES", "54"): ("Castilla-La Mancha", "Castile-La Mancha"),
    ("ES", "55"): ("Castilla y León", "Castile and León", "Castilla-León"),
    ("ES", "60"): ("Valencian Community", "Comunitat Valenciana", "Comunidad Valenciana"),
    ("ES", "32"): ("Navarra",),
    ("ES", "59"): ("Euskadi", "País Vasco"),
    ("FR", "93"): ("PACA",),
    ("FR", "75"): ("Nouvelle-Aquitaine", "Aquitaine"),
    ("FR", "94"): ("Corse",),
    ("GB", "NIR"): ("Ulster",),
    ("PT", "10"): ("Ilha da Madeira", "R.A. Madeira"),
    ("PT", "23"): ("Açores", "R.A. Açores"),
    ("KR", "01"): ("제주", "제주도", "Jeju"),
    ("KR", "03"): ("전북", "전라북도", "전북특별자치도", "Jeonbuk"),
    ("KR", "05"): ("충북", "충청북도", "Chungbuk"),
    ("KR", "06"): ("강원", "강원도", "강원특별자치도", "Gangwon"),
    ("KR", "10"): ("부산", "부산광역시", "Busan"),
    ("KR", "11"): ("서울", "서울특별시", "Seoul"),
    ("KR", "12"): ("인천", "인천광역시", "Incheon"),
    ("KR", "13"): ("경기", "경기도", "Gyeonggi"),
    ("KR", "14"): ("경북", "경상북도", "Gyeongbuk"),
    ("KR", "15"): ("대구", "대구광역시", "Daegu"),
    ("KR", "16"): ("전남", "전라남도", "Jeonnam"),
    ("KR", "17"): ("충남", "충청남도", "Chungnam"),
    ("KR", "18"): ("광주", "광주광역시", "Gwangju"),
    ("KR", "19"): ("대전", "대전광역시", "Daejeon"),
    ("KR", "20"): ("경남", "경상남도", "Gyeongnam"),
    ("KR", "21"): ("울산", "울산광역시", "Ulsan"),
    ("KR", "22"): ("세종", "세종특별자치시", "Sejong"),
}


# Regions that the two sources name too differently to be joined by name: GeoNames admin1 code to
# CLDR subdivision.
_SUBDIVISIONS: dict[tuple[str, str], str] = {
    ("BE", "BRU"): "bebru",
    ("CH", "SG"): "chsg",
    ("CZ", "78"): "cz64",
    ("CZ", "79"): "cz31",
    ("CZ", "81"): "cz41",
    ("CZ", "85"): "cz80",
    ("CZ", "88"): "cz20",
    ("DK", "18"): "dk82",
    ("DK", "19"): "dk81",
    ("DK", "21"): "dk83",
    ("FI", "10"): "fi04",
    ("FI", "11"): "fi15",
    ("FI", "14"): "fi03",
    ("FI", "17"): "fi14",
    ("FR", "28"): "frnor",
    ("ES", "32"): "esnc",
    ("MX", "15"): "mxmex",
    ("IT", "17"): "it32",
    ("IT", "17.BZ"): "itbz",
    ("IS", "38"): "is7",
    ("IS", "40"): "is6",
    ("IS", "41"): "is5",
    ("IS", "42"): "is8",
    ("IS", "45"): "is3",
    ("BY", "04"): "byhm",
    ("BY", "05"): "bymi",
    ("IR", "39"): "ir26",
    ("IR", "40"): "ir25",
    ("MZ", "11"): "mzmpm",
    ("PL", "81"): "pl20",
    ("RU", "47"): "rumos",
    ("UA", "13"): "ua32",
    ("US", "DC"): "usdc",
    ("ZA", "02"): "zakzn",
}


def subdivision_of(country: str, code: str) -> str:
    """CLDR's code of a region that names alone would not join, else nothing."""
    return _SUBDIVISIONS.get((country, code), "")


def country_nicknames(code: str) -> tuple[str, ...]:
    """What people also write for a country: "UK", "USA", "Holland"."""
    return _COUNTRIES.get(code, ())


def region_nicknames(country: str, code: str) -> tuple[str, ...]:
    """What people also write for a region: "NRW", "충남"."""
    return _REGIONS.get((country, code), ())
