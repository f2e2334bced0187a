"""Which column of a source's list is which field: remembered once a person has said so."""

from startline.feeds.models import Source
from startline.feeds.rules.mapping import Mapping, MappingError, from_data


def mapping_of(source: Source) -> Mapping | None:
    """The columns remembered for a source; None if there are none that still hold."""
    if not source.mapping:
        return None
    try:
        return from_data(source.mapping)
    except MappingError:
        return None


def remember_columns(slug: str, mapping: Mapping) -> None:
    """From now on this source's lists are read so."""
    Source.objects.filter(slug=slug).update(mapping=mapping.to_data())
