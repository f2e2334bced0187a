"""The glossary lists the search page's parameters; they must be the search page's."""

from startline.discovery.rules.asked import MANY, ONE
from startline.glossary.rules.checking import SEARCH_KEYS


def test_every_parameter_a_term_may_use_is_one_of_the_search_page() -> None:
    assert {*MANY, *ONE} >= SEARCH_KEYS
