"""An operator's imports: hand over a file or an address, follow it, read what became of it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from startline.core.clock import now
from startline.core.refusals import Refusal
from startline.feeds.access import operator, run_for
from startline.feeds.forms import ImportForm, MappingForm
from startline.feeds.queries import recent_runs, rejections_of
from startline.feeds.rules.mapping import from_data
from startline.feeds.services.reading import source_for
from startline.feeds.services.uploads import (
    Upload,
    find_upload,
    new_token,
    read_again,
    take_address,
    take_file,
)


@require_GET
@login_required
def recent(request: HttpRequest) -> HttpResponse:
    """The newest imports with their counts, and the form for another."""
    operator(request.user)
    page = {"runs": recent_runs(), "form": ImportForm()}
    return render(request, "feeds/imports.html", page)


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Take a file or an address and begin to read it."""
    user = operator(request.user)
    form = ImportForm(request.POST, request.FILES)
    page = {"runs": recent_runs(), "form": form}
    if not form.is_valid():
        return render(request, "feeds/imports.html", page, status=422)
    said = form.cleaned_data
    source = said["source"] or source_for(said["slug"], name=said["new_name"])
    wanted = Upload(new_token(), source.slug, address=said["address"], kind=said["kind"],
                    is_dry=said["is_dry"])  # fmt: skip
    try:
        if said["file"]:
            take_file(said["file"], wanted, by=user, now=now())
        else:
            take_address(wanted, by=user, now=now())
    except Refusal as refusal:
        return render(request, "feeds/imports.html", {**page, "refusal": refusal}, status=409)
    return redirect("upload", wanted.token)


@require_GET
@login_required
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """How far an upload is, then what became of it; its part alone for htmx."""
    operator(request.user)
    found = _upload(token)
    form = None
    if found.is_over and found.headers:
        form = MappingForm(headers=found.headers, mapping=from_data(found.mapping))
    part = "#state" if request.headers.get("HX-Request") else ""
    return render(request, f"feeds/upload.html{part}", {"upload": found, "form": form})


@require_POST
@login_required
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Read it again: for good, or with other columns, which are remembered."""
    user = operator(request.user)
    found = _upload(token)
    is_dry = "for_good" not in request.POST
    mapping = None
    if found.headers and "columns" in request.POST:
        known = from_data(found.mapping)
        form = MappingForm(request.POST, headers=found.headers, mapping=known)
        if not form.is_valid():
            page = {"upload": found, "form": form}
            return render(request, "feeds/upload.html", page, status=422)
        mapping = form.cleaned_data["mapping"]
    read_again(found, mapping=mapping, is_dry=is_dry, by=user, now=now())
    return redirect("upload", token)


@require_GET
@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: its counts, and every row that did not become a listing."""
    found = run_for(request.user, pk)
    page = {"run": found, "rejections": rejections_of(found)}
    return render(request, "feeds/run.html", page)


def _upload(token: str) -> Upload:
    found = find_upload(token)
    if found is None:
        raise Http404
    return found
