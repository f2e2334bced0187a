"""Prices as listings write them: minor units, ISO currency, label."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from startline.core.money import exponent

_SYMBOLS = {
    "£": "GBP",
    "€": "EUR",
    "¥": "CNY",
    "￥": "CNY",
    "₩": "KRW",
    "원": "KRW",
    "円": "JPY",
    "元": "CNY",
    "us$": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "r$": "BRL",
    "nz$": "NZD",
    "$": "USD",
    "zł": "PLN",
    "kč": "CZK",
    "fr.": "CHF",
    "kr": "",
}
_SHARED = {
    "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "kr": ("SEK", "NOK", "DKK", "ISK"),
    "$": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL"),
}  # fmt: skip
"""Signs of several currencies: which they can mean where the rest of the listing names one."""
_CODES = "EUR GBP USD CHF SEK NOK DKK PLN CZK HUF JPY KRW CNY AUD CAD NZD BRL ZAR MXN HKD SGD TWD"
_MARK = "|".join(
    sorted((re.escape(s) for s in (*_SYMBOLS, *_CODES.lower().split())), key=len, reverse=True)
)
_AMOUNT = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_PRICE = re.compile(
    rf"({_MARK})\s?({_AMOUNT})(?![\d])|(?<![\d.,])({_AMOUNT})\s?({_MARK})(?![a-z])", re.IGNORECASE
)

Price = tuple[int, str, str]


def read_price(value: object, label: str = "", currency: str = "") -> Price | None:
    """ "£7.00", "15 €", "￥200", 12.5 with a currency; none if it holds no price."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _price(f"{value:.2f}", currency, label) if currency else None
    text = str(value)
    found = _PRICE.search(text)
    if not found:
        bare = re.fullmatch(_AMOUNT, text.strip())
        return _price(text.strip(), currency, label) if bare and currency else None
    mark = (found[1] or found[4]).lower()
    code = _SYMBOLS.get(mark, mark.upper())
    if currency in _SHARED.get(mark, ()):
        code = currency
    return _price(found[2] or found[3], code, label) if code else None


def read_prices(value: object, currency: str = "") -> tuple[Price, ...]:
    """All prices of a field: a text, a list, or {"full": "¥200", "half": "¥160"}."""
    if isinstance(value, Mapping):
        pairs = [(str(label), item) for label, item in value.items()]
    elif isinstance(value, list | tuple):
        pairs = [("", item) for item in value]
    else:
        pairs = [("", value)]
    prices = [read_price(item, label, currency) for label, item in pairs]
    return tuple(price for price in prices if price)[:20]


def _price(amount: str, currency: str, label: str) -> Price | None:
    digits = re.sub(r"[ '](?=\d{3})", "", amount)
    digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
    try:
        minor = Decimal(digits).scaleb(exponent(currency))
    except InvalidOperation:
        return None
    if not minor.is_finite() or minor < 0 or minor > 10**9 or len(currency) != 3:
        return None
    return int(minor.to_integral_value()), currency, label[:80]
