"""The operator's look behind the pages: mail that did not leave, jobs that failed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from startline.core.clock import now
from startline.core.text import row_number
from startline.notices.models import Notice
from startline.notices.services import resend
from startline.pages.queries.about import health
from startline.pages.queries.work import SHOWN, failing_jobs, mail_in_trouble, mail_put_off
from startline.pages.views.staff import signed_in


@require_GET
@login_required
def work(request: HttpRequest) -> HttpResponse:
    """What waits, what failed and why."""
    if not signed_in(request).is_operator:
        raise PermissionDenied
    at = now()
    page = {
        "health": health(now=at), "jobs": failing_jobs(now=at),
        "mails": Paginator(mail_in_trouble(now=at), SHOWN).get_page(request.GET.get("page")),
        "put_off": mail_put_off()[:SHOWN],
    }  # fmt: skip
    return render(request, "pages/work.html", page)


@require_POST
@login_required
def send_again(request: HttpRequest) -> HttpResponse:
    """One mail, or all that failed, back into the outbox."""
    if not signed_in(request).is_operator:
        raise PermissionDenied
    notices = Notice.objects.all()
    if "mail" in request.POST:
        notices = notices.filter(pk__in=[row_number(request.POST["mail"]) or 0])
    count = resend(notices, now=now())
    if count:
        said = ngettext("%(n)s mail is on its way again.", "%(n)s mails are on their way again.",
                        count)  # fmt: skip
        messages.success(request, said % {"n": count})
    else:
        messages.info(request, gettext("There was nothing to send again."))
    return redirect("work")
