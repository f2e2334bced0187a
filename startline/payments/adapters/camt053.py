"""Bank statements as CAMT.053 (ISO 20022), any version: what is booked, line by line.

Names are read without their namespace, so that versions 02 to 13 are read alike. Entities and
document types are refused before anything is read.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from startline.core.money import Money, from_amount
from startline.payments.rules.bank import BadLine, Read, StatementLine, squeezed

SHOWN = 160


class NotAStatementError(Exception):
    """The file can't be read as a statement; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_camt(raw: bytes, *, iban: str) -> Read:
    """The booked lines of the account `iban`, and entries without a date or amount.

    Raises NotAStatementError: "not_xml", "not_camt", "other_account".
    """
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        code = "not_xml"
        raise NotAStatementError(code) from error
    statements = [e for e in root.iter() if _name(e) in {"Stmt", "Rpt", "Ntfctn"}]
    if not statements:
        code = "not_camt"
        raise NotAStatementError(code)
    mine = [s for s in statements if squeezed(_text(s, "Acct/Id/IBAN")) == squeezed(iban)]
    if not mine:
        code = "other_account"
        raise NotAStatementError(code)
    lines: list[StatementLine] = []
    bad = []
    for number, entry in enumerate((e for s in mine for e in _all(s, "Ntry")), 1):
        try:
            lines += list(_lines(entry))
        except (InvalidOperation, ValueError):
            says = " ".join(" ".join(entry.itertext()).split())
            bad.append(BadLine(number, says[:SHOWN]))
    return Read(tuple(lines), tuple(bad))


def _lines(entry: Element) -> Iterator[StatementLine]:
    """One line for each transaction of an entry; an entry that is not booked yet has none."""
    if (_text(entry, "Sts/Cd") or _text(entry, "Sts") or "BOOK") != "BOOK":
        return
    sign = -1 if _text(entry, "CdtDbtInd") == "DBIT" else 1
    day = _day(_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))
    whole = _money(_one(entry, "Amt"), sign)
    bank_id = _text(entry, "AcctSvcrRef")
    parts = [d for details in _all(entry, "NtryDtls") for d in _all(details, "TxDtls")]
    if len(parts) < 2:
        part = parts[0] if parts else entry
        yield _line(part, day, whole, _text(part, "Refs/AcctSvcrRef") or bank_id)
        return
    for number, part in enumerate(parts, 1):
        own = _one(part, "Amt")
        if own is None:
            own = _one(part, "AmtDtls/TxAmt/Amt")
        part_id = _text(part, "Refs/AcctSvcrRef") or (bank_id and f"{bank_id}-{number}")
        yield _line(part, day, _money(own, sign), part_id)


def _line(part: Element, day: dt.date, money: Money, bank_id: str) -> StatementLine:
    side = "Dbtr" if money.minor > 0 else "Cdtr"
    words = [e.text or "" for e in _all(part, "RmtInf/Ustrd")]
    words += [e.text or "" for e in _all(part, "RmtInf/Strd/CdtrRefInf/Ref")]
    words += [_text(part, "Refs/EndToEndId"), _text(part, "AddtlTxInf")]
    return StatementLine(
        booked_on=day,
        money=money,
        words=" ".join(w.strip() for w in words if w and w.strip() != "NOTPROVIDED"),
        payer=_text(part, f"RltdPties/{side}/Nm") or _text(part, f"RltdPties/{side}/Pty/Nm"),
        payer_iban=squeezed(_text(part, f"RltdPties/{side}Acct/Id/IBAN")),
        bank_id=bank_id,
    )


def _money(amount: Element | None, sign: int) -> Money:
    if amount is None or not amount.text:
        msg = "an entry without an amount"
        raise ValueError(msg)
    money = from_amount(Decimal(amount.text.strip()), amount.get("Ccy", ""))
    return Money(sign * money.minor, money.currency)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: Element, path: str) -> list[Element]:
    found = [element]
    for step in path.split("/"):
        found = [child for parent in found for child in parent if _name(child) == step]
    return found


def _one(element: Element, path: str) -> Element | None:
    return next(iter(_all(element, path)), None)


def _text(element: Element, path: str) -> str:
    found = _one(element, path)
    return (found.text or "").strip() if found is not None else ""
