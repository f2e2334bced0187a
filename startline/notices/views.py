"""One link out of an organizer's news: looked at first, done by one click, undone by another."""

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from startline.core.clock import now
from startline.notices.services import is_off, news_of, switch_news


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address itself is signed
@require_http_methods(["GET", "POST"])
def news(request: HttpRequest, token: str) -> HttpResponse:
    """What is on, and a button; looking alone changes nothing."""
    try:
        email, organizer = news_of(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST":
        switch_news(email, organizer, on="on" in request.POST, now=now())
        if "List-Unsubscribe" not in request.POST:  # a mail program must not be led on (RFC 8058)
            return redirect("news", token)
    page = {"email": email, "organizer": organizer, "is_off": is_off(email, organizer)}
    response = render(request, "notices/news.html", page)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
