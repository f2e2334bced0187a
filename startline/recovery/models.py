"""One table: a log that its owner asked to keep in the account, sealed."""

from django.conf import settings
from django.db import models


class KeptLog(models.Model):
    """The saved log of one person, sealed under keys of its own. In no admin screen."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_log"
    )
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"log of user {self.user_id}"
