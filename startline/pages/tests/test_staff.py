"""Staff: invited by mail, given another role, removed; somebody always owns; deeds are read."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from startline.accounts.models import AuditEntry, Invitation, Membership, Organizer, User
from startline.accounts.rules import Role
from startline.accounts.services.audit import record_deed, way_to_organizer
from startline.entries.models.orders import Entry
from startline.events.models.catalogue import Event
from startline.events.tests.make import NOW, make_event
from startline.notices.models import Notice


@pytest.fixture
def event(bruno: User) -> Event:
    """An event of which bruno is the only owner."""
    organizer = Organizer.objects.create(slug="ridge", name="Ridge Running", created_at=NOW)
    Membership.objects.create(user=bruno, organizer=organizer, role=Role.OWNER)
    return make_event(organizer=organizer)


def confirmed(user: User) -> User:
    """The same person with a confirmed address."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def invited(client: Client, event: Event, email: str, role: Role = Role.DIRECTOR) -> Invitation:
    """The invitation that the staff page made."""
    client.post(reverse("staff", args=[event.slug]), {"email": email, "role": role.value})
    return Invitation.objects.get(email=email.lower())


@pytest.mark.django_db
def test_a_director_is_invited_by_mail_and_takes_the_role(
    client: Client, event: Event, bruno: User, alice: User
) -> None:  # fmt: skip
    client.force_login(bruno)
    made = invited(client, event, alice.email.upper())
    client.force_login(confirmed(alice))
    address = reverse("invitation", args=[made.token])

    page = client.get(address).content.decode()
    client.post(address)

    assert address in Notice.objects.get(to=alice.email).text
    assert "Work with Ridge Running" in page
    assert Membership.objects.get(user=alice).role == Role.DIRECTOR


@pytest.mark.django_db
def test_an_invitation_is_for_its_address_alone_and_taken_once(
    client: Client, event: Event, bruno: User, alice: User, eve: User
) -> None:  # fmt: skip
    client.force_login(bruno)
    address = reverse("invitation", args=[invited(client, event, alice.email).token])

    client.force_login(confirmed(eve))
    stranger = client.post(address)
    client.force_login(confirmed(alice))
    client.post(address)
    again = client.post(address)

    assert stranger.status_code == again.status_code == 409
    assert not Membership.objects.filter(user=eve, organizer=event.organizer).exists()
    assert f"was sent to {alice.email}" in stranger.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{"remove": "1"}, {"role": "viewer"}])
def test_the_last_owner_stays(
    client: Client, event: Event, bruno: User, sent: dict[str, str]
) -> None:  # fmt: skip
    mine = Membership.objects.get(user=bruno)
    client.force_login(bruno)

    answer = client.post(reverse("change_member", args=[event.slug, mine.pk]), sent)

    assert answer.status_code == 409
    assert "Somebody has to own it." in answer.content.decode()
    assert Membership.objects.get(user=bruno).role == Role.OWNER


@pytest.mark.django_db
def test_a_member_is_given_another_role_and_removed_and_both_are_recorded(
    client: Client, event: Event, bruno: User, dora: User
) -> None:  # fmt: skip
    assert event.organizer is not None
    theirs = Membership.objects.create(user=dora, organizer=event.organizer, role=Role.DESK)
    address = reverse("change_member", args=[event.slug, theirs.pk])
    client.force_login(bruno)

    client.post(address, {"role": "timing"})
    role = Membership.objects.get(user=dora).role
    client.post(address, {"remove": "1"})
    page = client.get(reverse("staff_record", args=[event.slug])).content.decode()

    assert role == Role.TIMING
    assert not Membership.objects.filter(user=dora).exists()
    assert page.index("Removed a member") < page.index("Gave a role")


@pytest.mark.django_db
def test_the_record_holds_what_staff_did_here_and_nothing_of_strangers(
    event: Event, bruno: User, alice: User
) -> None:  # fmt: skip
    for who in (bruno, alice):
        record_deed("edit_event", event, by=who, now=NOW)

    assert list(AuditEntry.objects.values_list("by", "organizer")) == [
        (bruno.pk, event.organizer_id), (alice.pk, None),
    ]  # fmt: skip


def test_the_way_to_the_organizer_is_found_over_foreign_keys() -> None:
    assert way_to_organizer(Organizer) == "pk"
    assert way_to_organizer(Entry) == "order__edition__event__organizer__pk"
    assert way_to_organizer(User) is None
