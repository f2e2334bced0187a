"""Libraries that few requests need, loaded at their first use and not with the site.

A web process that never writes a ticket or a table need not hold what writes them.
"""

import importlib.util
import sys
from types import ModuleType


def loaded_when_used(name: str) -> ModuleType:
    """The module of this name; it is read when one of its attributes is first asked for.

    Raises ModuleNotFoundError at once where it is not installed.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        msg = f"No module named {name!r}"
        raise ModuleNotFoundError(msg, name=name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
