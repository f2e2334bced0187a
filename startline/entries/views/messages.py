"""Messages: what was sent, and writing one with preview and test."""

import secrets

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from startline.accounts.rules import Action
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.entries.forms.messages import OCCASIONS, MessageForm
from startline.entries.queries.entrants import entrants
from startline.entries.rules.segments import Segment, segment_of
from startline.entries.services.messaging import (
    Draft,
    first_addressee,
    letter,
    send_message,
    send_test,
)
from startline.entries.views.person import signed_in
from startline.events.access import edition_for
from startline.events.models.catalogue import Edition


@require_GET
@login_required
def messages_list(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Texts to start from, and what was sent."""
    found = edition_for(signed_in(request), event, edition, to=Action.EDIT)
    recorded = Count("addressees", filter=Q(addressees__recorded_at__isnull=False))
    sent = found.messages.annotate(n=Count("addressees"), done=recorded).order_by("-pk")
    page = {"edition": found, "event": found.event, "sent": sent,
            "occasions": [(word, words[0]) for word, words in OCCASIONS.items()]}  # fmt: skip
    return render(request, "entries/desk/messages.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def write(request: HttpRequest, event: str, edition: str) -> HttpResponse:
    """Write, look, try on myself, send."""
    user = signed_in(request)
    found = edition_for(user, event, edition, to=Action.EDIT)
    segment = meant(request)
    form = MessageForm(request.POST or None, initial=started(request))
    page = {"edition": found, "event": found.event, "form": form, "segment": segment,
            "n": entrants(found, segment).filter(athlete__isnull=False).count()}  # fmt: skip
    if request.method == "POST" and form.is_valid():
        draft = Draft(**form.cleaned_data, segment=segment)
        try:
            if "send" in request.POST:
                send_message(found, draft, by=user, now=now())
                flash.success(request, _("It is on its way."))
                return redirect("entries:messages", event, edition)
        except Refusal as refusal:
            return render(
                request, "entries/desk/write.html", page | {"refusal": refusal}, status=409
            )
        if "test" in request.POST:
            send_test(found, draft, by=user, now=now())
            flash.success(request, _("A test is on its way to %(to)s.") % {"to": user.email})
        page |= {"letter": previewed(found, draft)}
    return render(request, "entries/desk/write.html", page)


def meant(request: HttpRequest) -> Segment:
    """Who it goes to, from the address."""
    return segment_of({**request.GET.dict(), "picked": request.GET.getlist("picked")})


def started(request: HttpRequest) -> dict[str, object]:
    """The text to start from, and a one-time key."""
    word = request.GET.get("occasion", "own")
    _title, subject, text = OCCASIONS.get(word, OCCASIONS["own"])
    occasion = word if word in OCCASIONS else "own"
    return {"occasion": occasion, "subject": subject, "text": text,
            "key": secrets.token_urlsafe(24)}  # fmt: skip


def previewed(edition: Edition, draft: Draft) -> dict[str, object]:
    """The mail as somebody of the segment reads it."""
    entry = first_addressee(edition, draft.segment)
    return letter(draft.subject, draft.text, entry, edition) | {
        "to": entry.order.email if entry else ""
    }
