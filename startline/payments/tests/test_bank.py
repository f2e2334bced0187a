"""Bank transfers: references with check digits, statements, and what may be booked unasked."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.accounts.models import Organizer, User
from startline.core.money import Money
from startline.payments import queries
from startline.payments.adapters.statement_csv import amount_of
from startline.payments.models import BankLine, LedgerLine, Payment, PayoutAccount
from startline.payments.rules.bank import (
    Expected,
    Finding,
    StatementLine,
    creditor_reference,
    creditor_reference_is_valid,
    epc_text,
    iban_is_valid,
    match_line,
    reference_for,
)
from startline.payments.rules.provider import How
from startline.payments.services.statements import (
    LineDoesNotFitError,
    LineTakenError,
    StatementRead,
    StatementRefusedError,
    accept_line,
    findings,
    put_line_aside,
    read_statement,
)
from startline.payments.tests.make import EUR_50, IBAN, NOW, begin, books, make_bank

DAY = dt.date(2026, 5, 4)


def camt(*entries: str, iban: str = IBAN, version: str = "02") -> bytes:
    """A statement with these entries."""
    return (
        f'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.'
        f'{version}"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>'
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(
    amount: str, words: str = "", *, bank_id: str = "", currency: str = "EUR",
    side: str = "CRDT", status: str = "<Sts>BOOK</Sts>", payer: str = "Alice Runner",
) -> str:  # fmt: skip
    """One booked line."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}'
        f"<BookgDt><Dt>2026-05-04</Dt></BookgDt><AcctSvcrRef>{bank_id}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr><DbtrAcct><Id><IBAN>"
        f"DE89370400440532013000</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def read(account: PayoutAccount, raw: bytes, **mapping: str) -> StatementRead:
    """The file, as the page hands it on."""
    return read_statement(account, raw, mapping=mapping, currency="EUR", now=NOW)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("FR14 2004 1010 0505 0001 3M02 606", True),
        ("de89370400440532013000", True),
        ("DE88370400440532013000", False),
        ("GB82WEST12345698765432", True),
        ("", False),
        ("FR14", False),
    ],
)
def test_account_numbers_are_checked(text: str, valid: bool) -> None:
    assert iban_is_valid(text) is valid


def test_the_standards_example_has_its_check_digits() -> None:
    assert creditor_reference("539007547034") == "RF18539007547034"
    assert creditor_reference_is_valid("RF18 5390 0754 7034")


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=1, max_size=21), st.data())
def test_one_wrong_sign_of_the_same_kind_is_always_noticed(body: str, data: st.DataObject) -> None:
    """A digit for a letter changes the number's length, which the standard's digits may miss."""
    reference = creditor_reference(body)
    at = data.draw(st.integers(2, len(reference) - 1))
    kind = "0123456789" if reference[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    other = data.draw(st.sampled_from(kind))
    if other == reference[at]:
        return

    changed = reference[:at] + other + reference[at + 1 :]

    assert creditor_reference_is_valid(reference)
    assert not creditor_reference_is_valid(changed)


@given(st.text(max_size=40), st.integers(1, 10**9))
def test_every_payment_has_a_valid_reference_of_its_own(text: str, number: int) -> None:
    reference = reference_for(text, number)

    assert creditor_reference_is_valid(reference)
    assert reference != reference_for(text, number + 1)


def test_the_qr_says_what_the_european_standard_wants() -> None:
    said = epc_text(
        holder="Ridge Running", iban=IBAN, bic="", money=EUR_50, reference="RF18539007547034"
    )

    assert said.split("\n") == [
        "BCD", "002", "1", "SCT", "", "Ridge Running", IBAN, "EUR50.00", "", "RF18539007547034",
    ]  # fmt: skip
    assert epc_text(holder="x", iban=IBAN, bic="", money=Money(1, "CHF"), reference="x") == ""


WAITING = [
    Expected(1, ("RF18RIDGE12345A", "RIDGE12345"), EUR_50, "Alice Runner"),
    Expected(2, ("RF44HILLY67890B", "HILLY67890"), Money(3000, "EUR"), "Zoë Åkesson"),
    Expected(3, ("RF91PAIDX12345C", "PAIDX12345"), Money(0, "EUR"), "Dan Roy", is_open=False),
]


@pytest.mark.parametrize(
    ("words", "minor", "currency", "payer", "finding", "number"),
    [
        ("RF18 RIDG E123 45A", 5000, "EUR", "", Finding.EXACT, 1),
        ("entry ridge-12345 thanks", 5000, "EUR", "", Finding.EXACT, 1),
        ("RF18RIDGE12345A", 4999, "EUR", "", Finding.SHORT, 1),
        ("RF18RIDGE12345A", 5001, "EUR", "", Finding.OVER, 1),
        ("RF18RIDGE12345A", 5000, "CHF", "", Finding.OTHER_CURRENCY, 1),
        ("PAIDX12345", 3000, "EUR", "", Finding.AGAIN, 3),
        ("my entry", 3000, "EUR", "ÅKESSON, ZOË", Finding.GUESS, 2),
        ("my entry", 3000, "EUR", "Somebody Else", Finding.NONE, None),
        ("my entry", 3100, "EUR", "Zoë Åkesson", Finding.NONE, None),
        ("RF18RIDGE12345A", -5000, "EUR", "", Finding.NONE, None),
    ],
)
def test_a_line_is_matched(
    words: str, minor: int, currency: str, payer: str, finding: Finding, number: int | None
) -> None:
    line = StatementLine(DAY, Money(minor, currency), words, payer)

    match = match_line(line, WAITING)

    assert (match.finding, match.number) == (finding, number)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("-50,00", "-50.00"),
        ("50", "50"),
        ("1.000", "1000"),
        ("1 234,5 €", "1234.5"),
        ("−7.10", "-7.10"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert amount_of(text) == Decimal(amount)


@pytest.mark.django_db
def test_a_transfer_says_where_to_and_what_to_write(ridge: Organizer, bruno: User) -> None:
    started, payment = begin(make_bank(ridge, by=bruno))

    assert started.how is How.TRANSFER
    assert (started.iban, started.holder) == (IBAN, "Ridge Running")
    assert creditor_reference_is_valid(started.transfer_reference)
    assert "RIDGE12345" in started.transfer_reference
    assert payment.provider_id == started.transfer_reference


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["02", "08", "13"])
def test_a_statement_pays_what_it_names_and_reading_it_again_changes_nothing(
    ridge: Organizer, bruno: User, version: str
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    raw = camt(entry("50.00", f"Start {payment.provider_id}"), version=version)

    told = [read(account, raw) for _ in range(3)]

    assert [(t.new, t.booked) for t in told] == [(1, 1), (0, 0), (0, 0)]
    assert told[0].references == {"RIDGE12345"}
    assert books() == {"entrant": -5000, "organizer": 5000}
    assert BankLine.objects.get().payer_iban == "DE89370400440532013000"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "currency", "finding"),
    [("49.00", "EUR", "short"), ("51.00", "EUR", "over"), ("50.00", "CHF", "other_currency")],
)
def test_a_wrong_amount_or_currency_is_shown_and_not_booked(
    ridge: Organizer, bruno: User, amount: str, currency: str, finding: str
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)

    told = read(account, camt(entry(amount, payment.provider_id, currency=currency)))

    assert told.booked == 0
    assert [match.finding for _, match in findings(account)] == [finding]
    assert LedgerLine.objects.count() == 0


@pytest.mark.django_db
def test_a_person_may_accept_too_little_and_the_rest_pays_it_off(
    ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    read(account, camt(entry("20.00", payment.provider_id, bank_id="a")))

    accept_line(BankLine.objects.get(), payment, now=NOW)
    half = Payment.objects.get()
    with pytest.raises(LineTakenError):
        accept_line(BankLine.objects.get(), payment, now=NOW)
    read(account, camt(entry("30.00", payment.provider_id, bank_id="b")))

    assert (half.state, half.problem) == ("open", "too_little")
    assert (Payment.objects.get().state, Payment.objects.get().problem) == ("received", "")
    assert queries.received("RIDGE12345", "EUR") == EUR_50


@pytest.mark.django_db
def test_money_of_another_currency_cannot_be_accepted(ridge: Organizer, bruno: User) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    read(account, camt(entry("50.00", payment.provider_id, currency="CHF")))

    with pytest.raises(LineDoesNotFitError):
        accept_line(BankLine.objects.get(), payment, now=NOW)
    put_line_aside(BankLine.objects.get())

    assert findings(account) == []


@pytest.mark.django_db
def test_two_equal_lines_are_two_payments_and_the_same_file_is_still_read_once(
    ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    raw = camt(entry("50.00", "gift"), entry("50.00", "gift"))

    assert [read(account, raw).new for _ in range(2)] == [2, 0]


@pytest.mark.django_db
def test_a_collected_entry_is_read_part_by_part(ridge: Organizer, bruno: User) -> None:
    account = make_bank(ridge, by=bruno)
    _, one = begin(account, key="k1", reference="RIDGE12345")
    _, two = begin(account, Money(3000, "EUR"), key="k2", reference="HILLY67890")
    parts = "".join(
        f'<TxDtls><Amt Ccy="EUR">{amount}</Amt><RmtInf><Strd><CdtrRefInf><Ref>{ref}</Ref>'
        f"</CdtrRefInf></Strd></RmtInf></TxDtls>"
        for amount, ref in (("50.00", one.provider_id), ("30.00", two.provider_id))
    )
    whole = (
        '<Ntry><Amt Ccy="EUR">80.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-05-04</Dt></BookgDt><NtryDtls>{parts}</NtryDtls></Ntry>"
    )

    told = read(account, camt(whole))

    assert (told.lines, told.booked) == (2, 2)


@pytest.mark.django_db
def test_what_is_not_booked_yet_is_not_counted(ridge: Organizer, bruno: User) -> None:
    account = make_bank(ridge, by=bruno)

    told = read(account, camt(entry("50.00", status="<Sts><Cd>PDNG</Cd></Sts>")))

    assert told.lines == 0


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<d>&b;</d>"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"<Document><nonsense", "not_xml"),
        (BOMB, "not_xml"),
        (b"<Document></Document>", "not_camt"),
        (camt(iban="DE89370400440532013000"), "other_account"),
        (camt(entry("fifty")), "bad_line"),
        (b"hello", "not_a_table"),
        (b"a;b\n1;2\n", "no_column"),
        (b"date;amount;reference\n2026-05-04;fifty;x\n", "bad_line"),
        (b"date;amount;reference\nsoon;50;x\n", "bad_line"),
    ],
)
def test_a_file_that_is_no_statement_of_this_account_is_refused(
    ridge: Organizer, bruno: User, raw: bytes, why: str
) -> None:
    account = make_bank(ridge, by=bruno)

    with pytest.raises(StatementRefusedError) as no:
        read(account, raw)

    assert no.value.numbers["why"] == why
    assert BankLine.objects.count() == 0


@pytest.mark.django_db
def test_what_stands_above_and_below_a_table_does_not_stop_it_and_bad_lines_are_told(
    ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    raw = (
        "Konto;DE89 3704 0044 0532 0130 00\nZeitraum;1.5.2026 bis 31.5.2026\n\n"
        "Buchungstag;Betrag;Verwendungszweck;Name\n"
        f"04.05.2026;50,00;{payment.provider_id};Jörg\n"
        "bald;12,00;Miete;Anna\n"
        ";1.234,56;Kontostand am 31.05.2026;\n"
    )

    first, again = read(account, raw.encode()), read(account, raw.encode())

    assert (first.lines, first.booked) == (1, 1)
    assert [(line.number, line.says) for line in first.bad] == [
        (6, "bald 12,00 Miete Anna"), (7, "1.234,56 Kontostand am 31.05.2026"),
    ]  # fmt: skip
    assert (again.new, again.booked) == (0, 0)


@pytest.mark.django_db
def test_a_bad_entry_of_a_camt_file_is_told_and_the_others_are_read(
    ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    good = entry("50.00", words=payment.provider_id, bank_id="B1")

    told = read(account, camt(entry("fifty", bank_id="B0") + good))

    assert (told.lines, told.booked) == (1, 1)
    assert [line.number for line in told.bad] == [1]
    assert "fifty" in told.bad[0].says


@pytest.mark.django_db
def test_money_that_came_and_money_that_went_may_have_a_column_each(
    ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    raw = (
        "Date,Description,Money out,Money in\n"
        f"04/05/2026,{payment.provider_id},,50.00\n05/05/2026,Rent,12.00,\n"
    )

    told = read(account, raw.encode())

    assert (told.lines, told.booked) == (2, 1)
    assert sorted(BankLine.objects.values_list("minor", flat=True)) == [-1200, 5000]


@pytest.mark.django_db
def test_a_table_is_read_with_its_own_words_or_with_named_columns(
    ridge: Organizer, bruno: User
) -> None:
    account = make_bank(ridge, by=bruno)
    _, payment = begin(account)
    head = "Buchungstag;Betrag;Verwendungszweck;Name"
    german = f"{head}\n04.05.2026;50,00;{payment.provider_id};Jörg\n".encode("cp1252")
    own = b"When,How much,What,Who\n2026-05-04,12.00,gift,Dan Roy\n"

    first = read(account, german)
    second = read(account, own, booked_on="When", amount="How much", words="What", payer="Who")

    assert (first.booked, second.new) == (1, 1)
    assert BankLine.objects.get(state="matched").payer == "Jörg"
