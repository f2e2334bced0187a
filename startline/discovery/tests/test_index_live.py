"""A long-lived process sees every change and every new generation."""

from collections.abc import Sequence
from pathlib import Path

from startline.discovery.index.build import build
from startline.discovery.index.columns import SPARE_ROWS
from startline.discovery.index.live import BUILD_AFTER, LiveIndex
from startline.discovery.index.query import Query
from startline.discovery.index.rows import Change
from startline.discovery.tests.make_rows import TODAY, make_row


class ChangeLog:
    """Changes in the order of their numbers, which start at 1."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def after(self, number: int) -> tuple[Sequence[Change], int]:
        return self.changes[number:], len(self.changes)


def names_found(index: LiveIndex, *texts: str) -> list[int]:
    return [index.search(Query(text=text)).total_races for text in texts]


def test_two_processes_see_a_change_at_their_next_search(tmp_path: Path) -> None:
    log = ChangeLog()
    build([make_row(1, "Old")], tmp_path, today=TODAY)
    first, second = LiveIndex(tmp_path, log.after), LiveIndex(tmp_path, log.after)

    log.changes.append(Change(1, (make_row(1, "New"),)))

    assert names_found(first, "old", "new") == [0, 1]
    assert names_found(second, "old", "new") == [0, 1]


def test_a_new_generation_is_taken_up_with_the_changes_behind_it(tmp_path: Path) -> None:
    log = ChangeLog()
    build([make_row(1, "First")], tmp_path, today=TODAY)
    index = LiveIndex(tmp_path, log.after)
    log.changes.append(Change(2, (make_row(2, "Second"),)))
    index.search(Query())

    build([make_row(1, "First"), make_row(2, "Second")], tmp_path, today=TODAY, watermark=1)
    log.changes.append(Change(3, (make_row(3, "Third"),)))

    assert names_found(index, "first", "second", "third") == [1, 1, 1]
    assert index.search(Query()).total_races == 3
    assert not index.wants_build


def test_many_changes_ask_for_a_build_and_none_is_lost_by_it(tmp_path: Path) -> None:
    log = ChangeLog()
    build([make_row(1)], tmp_path, today=TODAY)
    index = LiveIndex(tmp_path, log.after)
    some = tuple(make_row(2, race_id=n) for n in range(BUILD_AFTER + 1))
    many = tuple(make_row(3, race_id=n) for n in range(SPARE_ROWS))

    log.changes.append(Change(2, some))
    index.search(Query())
    wanted = index.wants_build
    log.changes.append(Change(3, many))
    before = index.search(Query()).total_races
    build([make_row(1), *some, *many], tmp_path, today=TODAY, watermark=2)
    after = index.search(Query()).total_races

    assert wanted
    assert before == 1 + len(some)
    assert after == 1 + len(some) + len(many)
    assert not index.wants_build
