"""Reference rates to compare prices across currencies; never to charge anyone. Pure.

How many units of a currency one euro bought, to two or three figures. The figures are rounded from
general knowledge of the year's level, not copied from a table of any day: they order prices and
answer "under 60 EUR", and whatever is shown from them says "about" and names the date.
"""

import datetime as dt
import math

from startline.core.money import Money, exponent

RATES_ON = dt.date(2025, 6, 30)

UNITS_PER_EURO = {
    "EUR": 1.0, "AED": 4.3, "ARS": 1_400.0, "AUD": 1.79, "BGN": 1.956, "BRL": 6.4, "CAD": 1.60,
    "CHF": 0.935, "CLP": 1_095.0, "CNY": 8.4, "COP": 4_800.0, "CZK": 24.7, "DKK": 7.46,
    "GBP": 0.855, "HKD": 9.2, "HUF": 400.0, "IDR": 19_000.0, "ILS": 3.95, "INR": 100.0,
    "ISK": 142.0, "JPY": 169.0, "KES": 151.0, "KRW": 1_590.0, "MAD": 10.6, "MXN": 22.1,
    "MYR": 4.94, "NOK": 11.8, "NZD": 1.93, "PEN": 4.15, "PHP": 66.0, "PLN": 4.24, "RON": 5.08,
    "RSD": 117.0, "SEK": 11.1, "SGD": 1.49, "THB": 38.1, "TRY": 46.6, "TWD": 34.3, "UAH": 48.9,
    "USD": 1.17, "ZAR": 20.8,
}  # fmt: skip


def in_euro_cents(price: Money) -> int | None:
    """About how many euro cents a price is; None for a currency without a rate here."""
    rate = UNITS_PER_EURO.get(price.currency)
    if rate is None:
        return None
    return round(price.minor / math.pow(10, exponent(price.currency)) / rate * 100)


def from_euro_cents(cents: int, currency: str) -> Money | None:
    """About how much so many euro cents are in a currency."""
    rate = UNITS_PER_EURO.get(currency)
    if rate is None:
        return None
    return Money(round(cents / 100 * rate * math.pow(10, exponent(currency))), currency)
