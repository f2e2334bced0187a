"""Takes place text apart: flags, parts, and the shorter names a part may hold. Pure.

Listings write one place in many ways: "Lagos, Faro", "🇮🇹 Italy, Rovereto", "충남 금산", a venue
before its town, or the same place told twice.
"""

import dataclasses
import itertools
import re
import unicodedata
from dataclasses import dataclass

from startline.core.text import words

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_TAGGED_FLAG = re.compile("\U0001f3f4([\U000e0061-\U000e007a]+)\U000e007f")
_SEPARATOR = re.compile(r"\s*[,;|()\[\]\n\r·•、，→>]+\s*|(?<=\w{4})\.\s+|\s*:\s+")
# These stand between two names ("Melides - Tróia") or inside one ("Castilla - La Mancha").
_WEAK = re.compile(r"\s+[-–—]+\s+|\s*/\s*")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_EAST_ASIAN_SUFFIX = re.compile(
    r"(?<=.)(?:특별시|광역시|[시군구읍면동리도]|[市县縣區区町村郡省府])$"
)
_EAST_ASIAN_VENUE = re.compile(
    r"(?:시민|시립|시청|군민|군청|구민|구청|공설|종합|도립|국립|월드컵|실내|보조|생태|체육|중앙|해변|한강)*"
    r"(?:운동장|체육관|체육공원|공원|스타디움|경기장|광장|해수욕장|스포츠타운|스포츠파크|스포츠센터|시청|군청|구청"
    r"|주차장|역|体育场|體育場|公园|公園|广场|廣場|競技場|運動場|体育館)$"
)
_CODE = re.compile(r"[A-Z]{2,3}")
# What stands where nothing is known.
_PLACEHOLDERS = frozenset({"na", "n a", "tba", "tbd", "tbc", "unknown", "various", "virtual"})
_LOOKALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοАВЕКМНОРСТХаеорсх", "ABEZHIKMNOPTYXoABEKMHOPCTXaeopcx")
_MIXED = re.compile(
    r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])[A-Za-z\u00c0-\u024f\u0370-\u04ff]+\b"
)
_POSTCODE = re.compile(
    r"^(?:[A-Z]{1,2}-?)?\d{4,5}(?:-\d{3})?\s+(?=\D)|(?<=\D)\s+\d{4,5}(?:-\d{3,4})?$"
    r"|\s+[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$"
)

# "Haslach im Kinzigtal": what follows says where, and may be left off.
_WHERE = frozenset(
    words("im am an in bei ob vor der dem sur sous en les lez near nr upon on next nad pod bij aan")
)
# Words that open or close the name of a venue, not of a town.
_VENUE = frozenset(
    words("""
    park parque parc parco parkrun praia beach strand plage playa spiaggia estadio stadium stadion
    stade stadio autodromo circuito circuit campo camping campus sportplatz sportplatze sportanlage
    sporthalle halle turnhalle festhalle stadthalle hall arena pavilhao pavillon pabellon
    polideportivo
    complexo complejo complexe centro centre center zentrum mercado markt marktplatz rathaus jardim
    jardin garden gardens lago lake see seepark lac barragem embalse dam reservoir castelo castle
    schloss chateau castillo quinta herdade aldeia termas mata floresta forest wald foret bosque
    trail trails pista track common fields field recreation ground reserve estate racecourse
    showground marina porto port harbour hafen parquinho escola school schule ecole escuela hotel
    pousada museu museum museo igreja church kirche capela santuario basilica mosteiro convento
    forum reitoria universidade university universitat bombeiros clube club verein associacao
    asociacion sede quartel kaserne arboretum promenade esplanade foreshore seafront parklands
    zona area local junto frente partida meta
    """)
)
# What merely says that a town is one: "Vila de Óbidos", "Stadt Freiburg".
_TITLES = frozenset(
    words("""
    vila cidade concelho freguesia municipio municipality town city village stadt gemeinde markt
    ville commune comune citta ciudad ayuntamiento ajuntament dorf
    """)
)
_NICKNAMES = {"nyc": "new york city", "philly": "philadelphia", "frisco": "san francisco"}
_STREET = frozenset(
    words("""
    rua avenida av travessa largo praca praceta calcada estrada alameda rotunda elevador rue place
    boulevard strasse platz weg allee gasse calle plaza paseo via piazza corso viale street road
    lane drive square avenue r
    """)
)
_OF = frozenset(words("de do da dos das d del della di du des of la las los el les o a os as von"))


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of the text between separators, folded.

    `code` keeps capitals like "FR", `pieces` the sides of a hyphen ("Willstätt-Sand"), `split` the
    parts it falls into if the whole is unknown ("Melides - Tróia").
    """

    name: str
    code: str = ""
    pieces: tuple[str, ...] = ()
    split: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A place text taken apart: the most specific part first. `flags` are country codes."""

    parts: tuple[Part, ...]
    flags: tuple[str, ...] = ()


def read(text: str) -> Reading:
    """Parts and flags of a place text; what is told twice is kept once."""
    text = _MIXED.sub(_latin, unicodedata.normalize("NFC", text))
    flags = [_letters(m.group()) for m in _FLAG.finditer(text)]
    flags += ["GB" for _ in _TAGGED_FLAG.finditer(text)]
    text = _TAGGED_FLAG.sub(",", _FLAG.sub(",", text))
    parts = [p for piece in _SEPARATOR.split(text) if (p := _part(piece)) is not None]
    if _EAST_ASIAN.search(text):
        whole = [q for p in parts for q in (p.split or (p,))]
        parts = [Part(w) for p in whole for w in p.name.split()][::-1]
    if parts and parts[0].name in _PLACEHOLDERS:
        parts = parts[1:]
    return Reading(tuple(dict.fromkeys(_told_once(parts))), tuple(dict.fromkeys(flags)))


def _latin(word: re.Match[str]) -> str:
    """A word of mixed alphabets in Latin: a Greek capital Mu slips into "Meteora" unseen."""
    return word.group().translate(_LOOKALIKES)


def _letters(flag: str) -> str:
    return "".join(chr(ord(c) - 0x1F1E6 + ord("A")) for c in flag)


def _part(piece: str) -> Part | None:
    piece = _POSTCODE.sub("", piece.strip())
    name = words(piece)
    if not name or all(w.isdigit() for w in name):
        return None
    sides = _WEAK.split(piece)
    split = tuple(p for s in sides if (p := _part(s)) is not None) if len(sides) > 1 else ()
    return Part(" ".join(name), piece if _CODE.fullmatch(piece) else "", _glued(piece), split)


def _glued(piece: str) -> tuple[str, ...]:
    sides = re.split(r"(?<=\w{3})-(?=\w{3})", piece)
    return tuple(" ".join(words(s)) for s in sides) if len(sides) > 1 else ()


def _told_once(parts: list[Part]) -> list[Part]:
    """ "Tomar Tomar, Santarém" and "Tomar, Santarém Tomar, Santarém" without the second telling.

    Listings glue a title to an address: when the first part comes again at the end of a later one,
    the later one is cut there.
    """
    if not parts:
        return []
    first = _halved(parts[0].name.split())
    told = [dataclasses.replace(parts[0], name=" ".join(first))]
    for part in parts[1:]:
        own = _halved(part.name.split())
        size = len(first)
        if len(own) > size and own[-size:] == first:
            own = own[:-size]
        told.append(dataclasses.replace(part, name=" ".join(own)))
    return told


def _halved(name: list[str]) -> list[str]:
    half, odd = divmod(len(name), 2)
    return name[:half] if half and not odd and name[:half] == name[half:] else name


def spellings(part: str) -> list[str]:
    """The whole part as it may stand in the gazetteer: as it is, then without mere titles."""
    found = [part, *([_NICKNAMES[part]] if part in _NICKNAMES else [])]
    if _EAST_ASIAN.search(part):
        bare = _EAST_ASIAN_SUFFIX.sub("", part)
        found += [bare] if len(bare) > 1 else []
        found += [part + end for end in ("시", "군", "읍") if not part.endswith(("시", "군", "구"))]
    name = part.split()
    if len(name) > 1 and name[0] in _TITLES:
        rest = list(itertools.dropwhile(lambda w: w in _TITLES | _OF, name))
        found += [" ".join(rest)] if rest else []
    found += _abbreviated(name)
    return found


def _abbreviated(name: list[str]) -> list[str]:
    full = {"st": "saint", "ste": "sainte", "sta": "santa", "sto": "santo", "s": "sao", "v": "vila"}
    longer = [full.get(w, w) for w in name]
    found = [" ".join(longer)] if longer != name else []
    if "sankt" in name or name[0] == "st":
        other = ["st" if w == "sankt" else "sankt" if w == "st" else w for w in name]
        found.append(" ".join(other))
    return found


def shorter(part: Part) -> list[str]:
    """Names that may stand inside a part that is unknown as a whole, the longest first.

    "Haslach im Kinzigtal" gives "haslach"; "Praia da Tocha" gives "tocha"; "Freiburg Seepark"
    gives "freiburg", "안동시민운동장" "안동". A street is named after anything, so nothing is read
    out of it.
    """
    if _EAST_ASIAN.search(part.name):
        town = _EAST_ASIAN_VENUE.sub("", part.name)
        return spellings(town) if len(town) > 1 and town != part.name else []
    name = part.name.split()
    if len(name) < 2:
        return []
    found = [" ".join(name[:n]) for n in range(1, len(name)) if name[n] in _WHERE]
    found += part.pieces
    if set(name) & _STREET:
        return found
    if name[0] in _VENUE | _TITLES:
        tails = [name[n:] for n in range(1, len(name)) if name[n] not in _OF]
        found += [" ".join(tail) for tail in tails]
    if name[-1] in _VENUE or any(name[-1].endswith(v) for v in ("stadion", "park", "halle")):
        found += [" ".join(name[:n]) for n in range(len(name) - 1, 0, -1)]
    return [f for f in dict.fromkeys(found) if len(f) > 2]


def is_venue(part: str) -> bool:
    """Does a part name a stadium, a park or a street, and not a village?"""
    name = part.split()
    if _EAST_ASIAN.search(part):
        return bool(_EAST_ASIAN_VENUE.search(part))
    endings = ("stadion", "park", "halle", "see", "platz", "strasse", "hutte", "schule", "bad")
    return bool(set(name) & (_VENUE | _STREET)) or name[-1].endswith(endings)
