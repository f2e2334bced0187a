"""Which money people pay with in a country: ISO 3166-1 letters to ISO 4217. Pure.

Countries whose currency is not among those offered when selling are left out.
"""

_EURO = (
    "AD AT BE BG CY DE EE ES FI FR GP GR HR IE IT LT LU LV MC ME MQ MT NL PT RE SI SK SM VA XK YT"
)
_DOLLAR = "US AS GU MP PR VI EC SV PA"
_OWN = {
    "AE": "AED", "AR": "ARS", "AU": "AUD", "BR": "BRL", "CA": "CAD", "CH": "CHF", "CL": "CLP",
    "CN": "CNY", "CO": "COP", "CZ": "CZK", "DK": "DKK", "FO": "DKK", "GL": "DKK", "GB": "GBP",
    "GG": "GBP", "IM": "GBP", "JE": "GBP", "HK": "HKD", "HU": "HUF", "ID": "IDR", "IL": "ILS",
    "IN": "INR", "IS": "ISK", "JP": "JPY", "KE": "KES", "KR": "KRW", "LI": "CHF", "MA": "MAD",
    "MX": "MXN", "MY": "MYR", "NO": "NOK", "SJ": "NOK", "NZ": "NZD", "PE": "PEN", "PH": "PHP",
    "PL": "PLN", "RO": "RON", "RS": "RSD", "SE": "SEK", "SG": "SGD", "TH": "THB", "TR": "TRY",
    "TW": "TWD", "UA": "UAH", "ZA": "ZAR",
}  # fmt: skip
CURRENCY_OF: dict[str, str] = {
    **dict.fromkeys(_EURO.split(), "EUR"),
    **dict.fromkeys(_DOLLAR.split(), "USD"),
    **_OWN,
}


def currency_of(country: str) -> str:
    """The currency of a country; "" where we do not know it."""
    return CURRENCY_OF.get(country.upper(), "")
