"""The country of a list whose places end in a state's letters: "Heilbronn, BW", "Boulder, CO".

Alone such letters may be a country's: BW is Botswana, BE Belgium, CO Colombia. A list as a whole
tells which is meant.
"""

import re
from collections.abc import Iterable

_STATES = {
    "DE": "BW BY BE BB HB HH HE MV NI NDS NW NRW RP RLP SL SN ST SH TH",
    "US": "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH"
    " NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "AU": "ACT NSW NT QLD SA TAS VIC WA",
}
STATES = {country: frozenset(letters.split()) for country, letters in _STATES.items()}
FEWEST_STATES, FEWEST_PLACES = 3, 5
MOST = 0.9  # of the places with letters behind them
_LETTERS = re.compile(r",\s*([A-Z]{2,3})$")


def country_of_states(places: Iterable[str]) -> str:
    """The country whose states stand behind the places; empty if they tell none."""
    found = [m[1] for place in places if (m := _LETTERS.search(place.strip()))]
    if len(found) < FEWEST_PLACES:
        return ""
    for country, letters in STATES.items():
        of_country = [code for code in found if code in letters]
        if len(set(of_country)) >= FEWEST_STATES and len(of_country) >= MOST * len(found):
            return country
    return ""
