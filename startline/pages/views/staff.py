"""Staff of an organizer: invited, changed, removed by an owner; and the record of what they did."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from startline.accounts.models import User
from startline.accounts.rules import Role
from startline.accounts.services.staff import (
    change_role,
    remove_member,
    take_invitation,
    take_invitation_back,
)
from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.events.models.catalogue import Event
from startline.pages.forms.visitors import InviteForm, RoleForm
from startline.pages.queries.staff import (
    deeds_at,
    invitation_behind,
    invitation_of,
    member_of,
    staff_of,
    staffed_event,
)
from startline.pages.services.staff import invite_by_mail

PAGE = 50


def signed_in(request: HttpRequest) -> User:
    """The person; only for views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101  -- the decorator made sure
    return request.user


def page_of(
    request: HttpRequest, event: Event, form: InviteForm, no: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    """Everybody, with a form for each role, and the invitation."""
    assert event.organizer is not None  # noqa: S101  -- staffed_event made sure
    people = staff_of(event.organizer, now=now())
    page = {
        "event": event, "form": form, "invitations": people.invitations, "refusal": no,
        "edition": event.editions.order_by("-starts_on").first(),
        "members": [
            (one, RoleForm(initial={"role": one.role}, auto_id=f"m{one.pk}-%s"))
            for one in people.members
        ],
    }  # fmt: skip
    return render(request, "pages/staff.html", page, status=409 if no else 200)


@require_http_methods(["GET", "POST"])
@login_required
def staff(request: HttpRequest, event: str) -> HttpResponse:
    """Who works here; with POST, invite somebody."""
    user = signed_in(request)
    found, organizer = staffed_event(user, event)
    form = InviteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page_of(request, found, form)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    try:
        invite_by_mail(organizer, email=email, role=role, by=user, now=now())
    except Refusal as said_no:
        return page_of(request, found, form, said_no)
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
    return redirect("staff", event)


@require_POST
@login_required
def change_member(request: HttpRequest, event: str, member: int) -> HttpResponse:
    """Give a member another role, or remove them."""
    user = signed_in(request)
    found, organizer = staffed_event(user, event)
    one = member_of(organizer, member)
    form = RoleForm(request.POST)
    try:
        if "remove" in request.POST:
            remove_member(one, by=user, now=now())
        elif form.is_valid():
            change_role(one, Role(form.cleaned_data["role"]), by=user, now=now())
    except Refusal as said_no:
        return page_of(request, found, InviteForm(), said_no)
    if one.user_id == user.pk and not user.is_operator:
        return redirect("organize")
    return redirect("staff", event)


@require_POST
@login_required
def uninvite(request: HttpRequest, event: str, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    user = signed_in(request)
    _found, organizer = staffed_event(user, event)
    take_invitation_back(invitation_of(organizer, invitation), by=user, now=now())
    return redirect("staff", event)


@require_GET
@login_required
def record(request: HttpRequest, event: str) -> HttpResponse:
    """Who did what, when; for the owner."""
    found, organizer = staffed_event(signed_in(request), event)
    rows = Paginator(deeds_at(organizer), PAGE).get_page(request.GET.get("page"))
    page = {"event": found, "rows": rows, "edition": found.editions.order_by("-starts_on").first()}
    return render(request, "pages/record.html", page)


@require_http_methods(["GET", "POST"])
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A role that was offered to you; with POST, take it."""
    found = invitation_behind(token)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            take_invitation(found, by=signed_in(request), now=now())
        except Refusal as said_no:
            refusal = said_no
        else:
            return redirect("organize")
    page = {"invitation": found, "refusal": refusal}
    return render(request, "pages/invitation.html", page, status=409 if refusal else 200)
