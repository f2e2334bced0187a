"""A director's pages about bank statements, and the tables about money to take home."""

import csv
from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.core.text import row_number
from startline.entries.access import account_for, bank_line_for, paying_event, payment_for
from startline.entries.queries.money import (
    LEDGER_HEADS,
    RECEIPT_HEADS,
    currency_taken,
    ledger_rows,
    receipt_rows,
    waiting_lines,
)
from startline.entries.services.collecting import settle_all
from startline.entries.views.person import signed_in
from startline.events.models.catalogue import Event
from startline.payments.forms import StatementForm
from startline.payments.models import PayoutAccount
from startline.payments.services.statements import (
    StatementRead,
    accept_line,
    findings,
    put_line_aside,
    read_statement,
)


@login_required
@require_http_methods(["GET", "POST"])
def statements(request: HttpRequest, event: str, account: int) -> HttpResponse:
    """Read a file; show the lines that wait for a person."""
    found, row = account_for(signed_in(request), event, account)
    if row.kind != "bank":
        raise Http404
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return statements_page(request, found, row, form)
    try:
        told = read_statement(
            row,
            form.cleaned_data["file"],
            mapping=form.mapping(),
            currency=currency_taken(row, found),
            now=now(),
        )
    except Refusal as refusal:
        return statements_page(request, found, row, form, refusal=refusal)
    settle_all(told.references, now=now())
    return statements_page(request, found, row, StatementForm(), told=told)


@login_required
@require_POST
def act_on_line(request: HttpRequest, event: str, line: int) -> HttpResponse:
    """A person decides what a line pays, or that it pays nothing here."""
    found, row = bank_line_for(signed_in(request), event, line)
    number = row_number(request.POST.get("payment", ""))
    try:
        if request.POST.get("act") == "accept" and number is not None:
            _, payment = payment_for(signed_in(request), event, number)
            settle_all(accept_line(row, payment, now=now()), now=now())
        else:
            put_line_aside(row)
    except Refusal as refusal:
        return statements_page(request, found, row.account, StatementForm(), refusal=refusal)
    return redirect("entries:statements", event, row.account_id)


@login_required
@require_GET
def receipts_csv(request: HttpRequest, event: str) -> StreamingHttpResponse:
    """Every payment that brought money."""
    found = paying_event(signed_in(request), event)
    assert found.organizer is not None  # noqa: S101  -- paying_event made sure
    return table(f"receipts-{event}", RECEIPT_HEADS, receipt_rows(found.organizer))


@login_required
@require_GET
def ledger_csv(request: HttpRequest, event: str) -> StreamingHttpResponse:
    """The whole ledger of the organizer."""
    found = paying_event(signed_in(request), event)
    assert found.organizer is not None  # noqa: S101  -- paying_event made sure
    return table(f"ledger-{event}", LEDGER_HEADS, ledger_rows(found.organizer))


def statements_page(
    request: HttpRequest, event: Event, account: PayoutAccount, form: StatementForm,
    *, told: StatementRead | None = None, refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    """The form, what came of a file, and the lines that wait."""
    waiting = [(line, match.finding.value, match.number) for line, match in findings(account)]
    page = {
        "event": event, "account": account, "form": form, "told": told, "refusal": refusal,
        "lines": waiting_lines(waiting),
    }  # fmt: skip
    status = 409 if refusal else 200
    return render(request, "entries/money/statements.html", page, status=status)


class Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def table(name: str, heads: Iterable[str], rows: Iterator[list[str]]) -> StreamingHttpResponse:
    """A CSV file, line by line, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(heads)
        for row in rows:
            yield writer.writerow(row)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
