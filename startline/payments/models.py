"""How money moves: accounts, payments, refunds, what providers told us, and the ledger."""

from django.db import models
from django.db.models import F, Q

from startline.accounts.models import Organizer
from startline.payments.rules.bank import in_groups


class PayoutAccount(models.Model):
    """Where an organizer's money goes. Secrets are encrypted; nothing here is ever ours."""

    organizer = models.ForeignKey(
        Organizer, on_delete=models.PROTECT, related_name="payout_accounts"
    )
    kind = models.CharField(max_length=20)  # the word of one of our providers
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, blank=True)
    secret = models.BinaryField(default=bytes, blank=True)  # restricted key, encrypted
    public_key = models.CharField(max_length=200, blank=True)
    webhook_secret = models.BinaryField(default=bytes, blank=True)  # encrypted
    webhook_token = models.CharField(max_length=43, unique=True)  # part of its own address
    provider_account = models.CharField(max_length=60, blank=True)  # Connect: the account's id
    holder = models.CharField(max_length=140, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    fee_basis_points = models.PositiveIntegerField(default=0)  # the processor's usual fee, for
    fee_fixed_minor = models.PositiveIntegerField(default=0)  # the estimate shown before paying
    is_active = models.BooleanField(default=True)
    is_test = models.BooleanField(default=False)  # test money, left out of every figure
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    pinged_at = models.DateTimeField(null=True, blank=True)  # when a test event was asked for
    ping_id = models.CharField(max_length=120, blank=True)  # and what it will be about
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="bank") | ~Q(iban=""), name="a_bank_account_has_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} #{self.pk}"

    @property
    def iban_in_groups(self) -> str:
        """The account number as people read it."""
        return in_groups(self.iban)


class Payment(models.Model):
    """Money asked for under an opaque reference, and what became of it."""

    STATES = [(w, w) for w in ("open", "received", "failed", "cancelled")]

    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=40, db_index=True)  # what for: the caller knows
    payer = models.CharField(max_length=200, blank=True)  # who is to pay, to compare with the bank
    key = models.CharField(max_length=64, unique=True)  # the same ask finds this row
    state = models.CharField(max_length=9, choices=STATES, default="open")
    minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    platform_fee_minor = models.PositiveSmallIntegerField(default=0)
    fee_minor = models.PositiveIntegerField(null=True, blank=True)  # the processor's, when known
    received_minor = models.PositiveIntegerField(default=0)
    refunded_minor = models.PositiveIntegerField(default=0)  # asked for or done, not failed
    provider_id = models.CharField(max_length=120, blank=True)
    provider_state = models.CharField(max_length=40, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(db_index=True)
    received_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # the provider was last asked about it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(platform_fee_minor=0), name="no_platform_fee_on_a_payment"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__lte=F("received_minor")),
                name="no_refund_above_what_came",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_at__isnull=False),
                name="received_has_a_time",
            ),
            models.UniqueConstraint(
                "account",
                "provider_id",
                condition=~Q(provider_id=""),
                name="one_payment_per_provider_id",
            ),
        ]
        indexes = [models.Index(fields=["state", "made_at"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.minor} {self.currency} {self.state}"


class Refund(models.Model):
    """Money given back of one payment; asked of the provider once per key."""

    STATES = [(w, w) for w in ("asked", "sent", "done", "failed")]

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=64, unique=True)
    minor = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=STATES, default="asked")
    reason = models.CharField(max_length=40)  # a word: "resale", "withdrawal", "cancellation"
    provider_id = models.CharField(max_length=120, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)  # null: a person must act
    made_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="a_refund_gives_something"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="done_has_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "made_at"])]

    def __str__(self) -> str:
        return f"refund {self.minor} of {self.payment_id} {self.state}"


class ProviderNotice(models.Model):
    """A webhook as it came: stored once, never edited but for when and how it was handled."""

    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="notices")
    provider_event = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    body = models.JSONField()
    received_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account", "provider_event", name="one_notice_per_account_and_event"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.provider_event}"


class LedgerLine(models.Model):
    """Double entry: the lines of one deed sum to zero in their one currency. Append only."""

    BOOKS = [(w, w) for w in ("entrant", "organizer", "processor_fee")]

    deed = models.CharField(max_length=80)  # "payment-12", "refund-4", "fee-12", "dispute-…"
    book = models.CharField(max_length=13, choices=BOOKS)
    minor = models.IntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=40, db_index=True)
    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="ledger")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True)
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("deed", "book", name="a_deed_is_booked_once"),
            models.CheckConstraint(condition=~Q(minor=0), name="a_line_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.book} {self.minor} {self.currency}"


class BankLine(models.Model):
    """One line of an imported bank statement, and the payment it belongs to, if any."""

    STATES = [(w, w) for w in ("unmatched", "matched", "ignored")]

    account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, related_name="bank_lines")
    fingerprint = models.CharField(max_length=64)  # the bank's own id, or a hash of the line
    booked_on = models.DateField()
    minor = models.IntegerField()
    currency = models.CharField(max_length=3)
    words = models.CharField(max_length=500, blank=True)
    payer = models.CharField(max_length=200, blank=True)
    payer_iban = models.CharField(max_length=34, blank=True)  # where a refund would go
    state = models.CharField(max_length=9, choices=STATES, default="unmatched")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("account", "fingerprint", name="a_bank_line_is_read_once"),
            models.CheckConstraint(
                condition=~Q(state="matched") | Q(payment__isnull=False),
                name="matched_has_a_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.minor} {self.currency} {self.state}"
