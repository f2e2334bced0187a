"""Which entrants are meant: a filter as values, and as words that can be stored. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from startline.entries.rules.life import State

ALIVE = "alive"
STATES = (ALIVE, *(state.value for state in State if state is not State.HELD), "all")
PAID = ("", "yes", "no")
WHOM = ("", "earlier")
PROOF = ("", "missing", "given", "accepted", "refused")


@dataclass(frozen=True)
class Segment:
    """What an entrant must fit; an empty field asks nothing. Ages in years on race day."""

    words: str = ""
    race: str = ""
    state: str = ALIVE
    price: str = ""  # minor units of the step bought
    age_from: str = ""
    age_to: str = ""
    gender: str = ""
    country: str = ""
    paid: str = ""
    proof: str = ""
    whom: str = ""  # "earlier": who ran before and has not entered this time
    picked: tuple[int, ...] = ()  # these entries alone

    @property
    def narrows(self) -> bool:
        """Whether it asks anything beside being alive."""
        return self != Segment()

    def stored(self) -> dict[str, object]:
        """As JSON, without what asks nothing."""
        return {name: value for name, value in asdict(self).items() if value not in ("", ())}


def is_news(occasion: str, segment: Segment) -> bool:
    """Whether a message can be switched off: all but final information to who is entered."""
    return occasion != "final" or segment.whom == "earlier"


def segment_of(given: Mapping[str, object]) -> Segment:
    """From stored or typed words; what is unknown or no number is left out."""
    values = {f.name: str(given.get(f.name, f.default)).strip()[:120] for f in fields(Segment)}
    values.pop("picked")
    for name in ("price", "age_from", "age_to"):
        if not values[name].isdecimal():
            values[name] = ""
    for name, words in (("state", STATES), ("paid", PAID), ("proof", PROOF), ("whom", WHOM)):
        if values[name] not in words:
            values[name] = ALIVE if name == "state" else ""
    picked = given.get("picked", ())
    numbers = picked if isinstance(picked, list | tuple) else ()
    chosen = tuple(int(str(n)) for n in numbers if str(n).isdecimal() and len(str(n)) < 16)
    return Segment(**values, picked=chosen)
