"""National things beside the words: whom to call, where physiotherapists are listed. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

ACCESS = frozenset({"yes", "no", "varies"})
_KEYS = frozenset({"name", "emergency", "register", "direct_access"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing as a source said it on a day; `address` only for a register."""

    value: str
    source: str
    read_on: dt.date
    address: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """What is known of a country; None where no source was read."""

    code: str
    name: str
    emergency: Fact | None = None
    register: Fact | None = None
    direct_access: Fact | None = None


def countries_at(path: Path) -> Mapping[str, Country]:
    """Countries by code, in the order of their names; ValueError names a wrong entry."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = [_country(code, row) for code, row in rows.items()]
    return MappingProxyType({c.code: c for c in sorted(found, key=lambda c: c.name)})


def _country(code: object, row: Mapping[str, object]) -> Country:
    if not isinstance(code, str) or len(code) != 2:
        msg = f"{code!r}: a country has a code of two letters (quote NO)"
        raise ValueError(msg)
    unknown = row.keys() - _KEYS
    if unknown:
        msg = f"{code}: unknown key {sorted(unknown)[0]!r}"
        raise ValueError(msg)
    country = Country(
        code=code,
        name=str(row["name"]),
        emergency=_fact(code, row.get("emergency")),
        register=_fact(code, row.get("register")),
        direct_access=_fact(code, row.get("direct_access")),
    )
    if country.direct_access and country.direct_access.value not in ACCESS:
        msg = f"{code}: direct_access is yes, no or varies (quoted)"
        raise ValueError(msg)
    return country


def _fact(code: str, row: object) -> Fact | None:
    if row is None:
        return None
    if not isinstance(row, dict) or not {"value", "source", "read_on"} <= row.keys():
        msg = f"{code}: a fact has value, source and read_on"
        raise ValueError(msg)
    read_on = row["read_on"]
    if not isinstance(read_on, dt.date) or not str(row["source"]).startswith("https://"):
        msg = f"{code}: source is an https address, read_on a day"
        raise ValueError(msg)
    return Fact(str(row["value"]), str(row["source"]), read_on, str(row.get("address", "")))
