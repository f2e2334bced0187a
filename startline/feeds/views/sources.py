"""Where listings come from: for everybody to read, for operators to switch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.feeds.access import operator, source_for
from startline.feeds.queries import all_sources
from startline.feeds.services.daily import switch_source
from startline.feeds.services.sources import known_sources, read_soon


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """Every source with its licence, its credit, and when it was last read."""
    known = known_sources()
    rows = [(source, known.get(source.slug)) for source in all_sources()]
    return render(request, "feeds/sources.html", {"rows": rows})


@require_GET
@login_required
def operate(request: HttpRequest) -> HttpResponse:
    """Every source with its permission, its last result, and its switch."""
    operator(request.user)
    known = known_sources()
    rows = [(source, known.get(source.slug)) for source in all_sources()]
    return render(request, "feeds/operate_sources.html", {"rows": rows})


@require_POST
@login_required
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a source on the daily schedule, or take it off."""
    source = source_for(request.user, slug)
    is_on = "on" in request.POST
    if is_on and source.permission == "no":
        messages.error(request, gettext("Its publisher said no: it stays off."))
        return redirect("operate_sources")
    switch_source(source, on=is_on, by=operator(request.user), now=now())
    return redirect("operate_sources")


@require_POST
@login_required
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a source read as soon as the worker is free."""
    source = source_for(request.user, slug)
    try:
        read_soon(source)
    except Refusal as refusal:
        page = {"refusal": refusal, "back": "operate_sources"}
        return render(request, "feeds/refused.html", page, status=409)
    words = gettext("%(name)s is being read. The result appears here when it is done.")
    messages.success(request, words % {"name": source.name})
    return redirect("operate_sources")
