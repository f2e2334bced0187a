"""Words by which a name is found. Pure."""

import re
import unicodedata


def search_words(text: str) -> list[str]:
    """Words without case and accents."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(sign for sign in flat if not unicodedata.combining(sign)))
