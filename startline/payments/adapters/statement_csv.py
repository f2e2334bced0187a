"""Bank statements as tables: any separator, the usual encodings, columns by name."""

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from startline.core.money import from_amount
from startline.payments.adapters.camt053 import NotAStatementError
from startline.payments.rules.bank import BadLine, Read, StatementLine, squeezed

# Words that stand at the top of columns, in the languages of banks we have looked at.
COLUMNS: dict[str, tuple[str, ...]] = {
    "booked_on": ("booking date", "buchungstag", "buchung", "date", "datum", "date comptable",
                  "fecha", "data contabile", "boekdatum"),
    "amount": ("amount", "betrag", "montant", "importe", "importo", "bedrag"),
    "currency": ("currency", "währung", "waehrung", "devise", "divisa", "valuta code", "munt"),
    "words": ("reference", "verwendungszweck", "remittance information", "description", "libellé",
              "libelle", "concepto", "causale", "omschrijving", "payment reference"),
    "payer": ("payer", "name", "beguenstigter/zahlungspflichtiger", "auftraggeber", "debtor",
              "name zahlungsbeteiligter", "counterparty", "nom", "ordenante", "naam"),
    "payer_iban": ("iban", "kontonummer/iban", "iban zahlungsbeteiligter", "counterparty iban"),
    "bank_id": ("id", "transaction id", "bank reference", "bankreferenz"),
    "came": ("credit", "money in", "paid in", "credit amount", "crédit", "haben", "abono", "avere"),
    "went": ("debit", "money out", "paid out", "debit amount", "débit", "soll", "cargo", "dare"),
}  # fmt: skip
NEEDED = ("booked_on", "words")
ABOVE = 40  # lines that a bank writes above the headings: holder, account, period
SHOWN = 160
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d")


def read_csv(raw: bytes, *, mapping: Mapping[str, str], currency: str) -> Read:
    """The lines of a table, and those that hold no date or amount, as a balance below them.

    `mapping` names the column of a field where the guess would be wrong; `currency` is the
    account's, for tables without such a column. What a bank writes above the headings is passed
    over; money that came and money that went may stand in a column each.

    Raises NotAStatementError: "not_a_table" or "no_column".
    """
    rows = _rows(_decoded(raw))
    if len(rows) < 2:
        code = "not_a_table"
        raise NotAStatementError(code)
    for top, heads in enumerate(rows[:ABOVE], 1):
        where = _columns(heads, mapping)
        if all(name in where for name in NEEDED) and where.keys() & {"amount", "came"}:
            return _read(rows, top, where, currency)
    code = "no_column"
    raise NotAStatementError(code)


def _read(rows: list[list[str]], top: int, where: dict[str, int], currency: str) -> Read:
    """What stands below the headings."""
    lines, bad = [], []
    for number, row in enumerate(rows[top:], top + 1):
        if not any(cell.strip() for cell in row):
            continue
        try:
            lines.append(_line(row, where, currency))
        except (InvalidOperation, ValueError, IndexError):
            says = " ".join(cell.strip() for cell in row if cell.strip())
            bad.append(BadLine(number, says[:SHOWN]))
    return Read(tuple(lines), tuple(bad))


def amount_of(text: str) -> Decimal:
    """A decimal from "1.234,56", "1,234.56", "1234.56 EUR" or "-50,00"; the last mark decides."""
    clean = re.sub(r"[^0-9,.\-+]", "", text.replace("−", "-"))
    mark = max(clean.rfind(","), clean.rfind("."))
    decimals = len(clean) - mark - 1
    if mark >= 0 and decimals != 3:
        clean = re.sub(r"[.,]", "", clean[:mark]) + "." + clean[mark + 1 :]
    else:  # three digits after the only mark are thousands
        clean = re.sub(r"[.,]", "", clean)
    return Decimal(clean)


def _line(row: list[str], where: dict[str, int], currency: str) -> StatementLine:
    cell = {name: row[at].strip() if at < len(row) else "" for name, at in where.items()}
    return StatementLine(
        booked_on=_day(cell["booked_on"]),
        money=from_amount(_amount(cell), cell.get("currency", "").upper() or currency),
        words=cell["words"],
        payer=cell.get("payer", ""),
        payer_iban=squeezed(cell.get("payer_iban", "")),
        bank_id=cell.get("bank_id", ""),
    )


def _amount(cell: Mapping[str, str]) -> Decimal:
    """In one column with its sign, or in one for each direction."""
    if "amount" in cell:
        return amount_of(cell["amount"])
    if cell["came"]:
        return abs(amount_of(cell["came"]))
    return -abs(amount_of(cell.get("went", "")))


def _columns(heads: list[str], mapping: Mapping[str, str]) -> dict[str, int]:
    words = [head.strip().casefold() for head in heads]
    where = {}
    for name, usual in COLUMNS.items():
        chosen = mapping.get(name, "").strip().casefold()
        for word in (chosen,) if chosen else usual:
            if word in words:
                where[name] = words.index(word)
                break
    return where


def _rows(text: str) -> list[list[str]]:
    separator = max(";,\t", key=text.partition("\n")[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _day(text: str) -> dt.date:
    for form in DAYS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    msg = "not a day"
    raise ValueError(msg)
