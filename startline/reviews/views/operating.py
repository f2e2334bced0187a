"""The operator's side: what waits, and what becomes of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.models import User
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.reviews.access import case_for
from startline.reviews.forms import AppealAnswerForm, DecideForm
from startline.reviews.models import ModerationCase, Review
from startline.reviews.queries import cases
from startline.reviews.queries.shown import lines_of, with_counts
from startline.reviews.services.moderating import answer_appeal, decide_case


@require_GET
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Open cases, appeals, and what was decided."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    if not request.user.is_operator:
        raise PermissionDenied
    return render(request, "reviews/queue.html", {"queue": cases.queue()})


@require_http_methods(["GET", "POST"])
@login_required
def case(request: HttpRequest, case: int) -> HttpResponse:
    """One case with the review and its reports; POST decides it, or the appeal against it."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    found = case_for(request.user, case)
    form = form_for(found, request)
    refusal: Refusal | None = None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            carry_out(found, form, request.user)
            messages.success(request, _("Decided; the writer is told."))
            return redirect("reviews:queue")
        except Refusal as said_no:
            refusal = said_no
    row = with_counts(Review.objects.filter(pk=found.review_id)).get()
    page = {"case": found, "line": lines_of([row])[0], "form": form, "refusal": refusal,
            "reports": found.reports.select_related("user").order_by("made_at"),
            "event": row.edition.event, "versions": row.versions.order_by("-number")}  # fmt: skip
    return render(request, "reviews/case.html", page, status=409 if refusal else 200)


def form_for(case: ModerationCase, request: HttpRequest) -> DecideForm | AppealAnswerForm | None:
    """What can still be decided."""
    if case.state == "open":
        return DecideForm(request.POST or None)
    if case.appeal_state == "open":
        return AppealAnswerForm(request.POST or None)
    return None


def carry_out(case: ModerationCase, form: DecideForm | AppealAnswerForm, by: User) -> None:
    """The decision as the services take it."""
    told = form.cleaned_data
    if isinstance(form, DecideForm):
        decide_case(case, remove=told["verdict"] == "remove", reason=told["reason"],
                    words=told["words"], by=by, now=now())  # fmt: skip
    else:
        answer_appeal(case, restore=told["verdict"] == "restore", answer=told["answer"],
                      by=by, now=now())  # fmt: skip
