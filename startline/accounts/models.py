"""People, organizers, who belongs to whom, and what was done."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from startline.accounts.rules import Action, Role, may


class UserQuerySet(BaseUserManager["User"]):
    """How people are made."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        """Make a person; the address is kept in lower case."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in looks people up by address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; an operator where `is_operator` is set."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserQuerySet] = UserQuerySet()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Django's word for an operator."""
        return self.is_operator

    def get_short_name(self) -> str:
        """What to call the person on a page."""
        return self.name or self.email.split("@", 1)[0]


class Athlete(models.Model):
    """A person as a runner: what an entry form needs to know."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, related_name="athlete")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(
        max_length=1, choices=[("f", "f"), ("m", "m"), ("x", "x")], blank=True
    )
    country = models.CharField(max_length=2, blank=True)
    club = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name} #{self.pk}"


class Profile(models.Model):
    """What a person shows of themselves at an address of their own; nothing but what is ticked."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    name = models.CharField(max_length=80)
    shows_results = models.BooleanField(default=False)
    shows_bests = models.BooleanField(default=False)
    shows_races = models.BooleanField(default=False)  # those ahead
    shows_reviews = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=False)  # search engines may keep the page
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"profile of {self.user_id} ({self.slug})"


class Organizer(models.Model):
    """The organisation that owns events."""

    slug = models.SlugField(max_length=90, unique=True, allow_unicode=True)
    name = models.CharField(max_length=200)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who belongs where."""

    def of(self, user: User) -> "MembershipQuerySet":
        """The memberships of one person."""
        return self.filter(user=user)

    def may(self, action: Action) -> "MembershipQuerySet":
        """Those whose role includes an action."""
        return self.filter(role__in=[role.value for role in Role if may(role, action)])


class Membership(models.Model):
    """One person's role with one organizer."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Role])

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("user", "organizer", name="one_role_per_person_and_organizer")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.organizer_id} {self.role}"


class Invitation(models.Model):
    """A role offered by mail to an address; it can be taken once, until its time is over."""

    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()  # in lower case
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Role])
    token = models.CharField(max_length=43, unique=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organizer", "email", condition=models.Q(taken_at__isnull=True),
                name="one_open_invitation_per_organizer_and_address",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organizer_id} {self.role} #{self.pk}"


class ApiToken(models.Model):
    """A key for the API; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True)
    actions = models.JSONField(default=list)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class AuditEntry(models.Model):
    """Who did what, when, to what. Written with the deed, never changed."""

    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True)
    organizer = models.ForeignKey(Organizer, on_delete=models.SET_NULL, null=True)
    """Whose desk the deed was done at, by somebody who works there; its owners read it."""
    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["organizer", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind}:{self.subject_id}"
