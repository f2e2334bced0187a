"""A draft is seen by those who prepare it and by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from startline.accounts.models import Organizer, User
from startline.events.models.catalogue import Event
from startline.events.tests.make import make_edition, make_event, make_race

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.django_db
def test_a_draft_is_shown_to_its_director_alone(
    client: Client, bruno: User, eve: User, ridge: Organizer
) -> None:
    make_race(make_edition(make_event(organizer=ridge)))
    Event.objects.update(published_at=None)
    preview = reverse("preview", args=["ridge-race"])

    client.force_login(bruno, BACKEND)
    seen = client.get(preview)
    client.force_login(eve, BACKEND)
    unseen = client.get(preview)

    assert seen.status_code == 200
    assert "Ridge 50K" in seen.content.decode()
    assert seen["X-Robots-Tag"] == "noindex"
    assert unseen.status_code == 404
    assert Client().get(preview).status_code == 302
    assert Client().get(reverse("event", args=["ridge-race"])).status_code == 404
