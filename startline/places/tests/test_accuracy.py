"""The look-up's accuracy on reviewed rows of real listings, against the targets set for it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

pytestmark = pytest.mark.shared_data
SCRIPT = Path(settings.ROOT) / "scripts" / "accuracy_places.py"


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The measuring program, loaded from its file."""
    spec = importlib.util.spec_from_file_location("accuracy_places", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_targets_on_portuguese_and_freiburg_rows_are_met(program: ModuleType) -> None:
    if not (settings.DATA / program.ROWS).exists():
        pytest.skip("the reviewed rows are not here (STARTLINE_DATA)")
    tallies = program.measure(settings.DATA)
    portugal, freiburg = tallies["portugalrunning"], tallies["freiburg.run"]
    assert portugal.rows == 891
    assert freiburg.rows == 106
    assert portugal.share_right >= 0.95
    assert freiburg.share_right >= 0.97
    assert tallies["portugalrunning all"].share_of_towns_right >= 0.92
    assert tallies["freiburg.run all"].share_of_towns_right >= 0.92
    assert portugal.wrong_country == 0
