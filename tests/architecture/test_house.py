"""The floors, in the places an import checker cannot see; read from pyproject.toml."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

ROOT: Path = settings.ROOT
PACKAGE: Path = settings.PACKAGE
SOCKETS = {("core", "site/nav.html"), ("core", "site/footer.html")}
WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
WRITERS = ("/services", "/models", "/migrations/", "/tests/", "/management/", "/index/")

pytestmark = pytest.mark.one_database


def floors() -> dict[str, int]:
    """Room to height; 0 is the roof."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room.strip(): n for n, layer in enumerate(layers) for room in layer.split("|")}


def may_know(room: str, other: str) -> bool:
    """A room knows itself and lower rooms."""
    height = floors()
    return room == other or height[room] < height[other]


def modules() -> list[Path]:
    """Our Python files but migrations."""
    return [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]


def room_of(path: Path) -> str:
    """The room a file lies in."""
    return path.relative_to(PACKAGE).parts[0]


def test_foreign_keys_point_to_the_same_or_a_lower_room() -> None:
    wrong = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("startline.") else ""
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if not room or not getattr(field, "concrete", False) or other is None:
                continue
            if other.__module__.startswith("startline."):
                target = other.__module__.split(".")[1]
                if not may_know(room, target):
                    wrong.append(f"{model.__name__}.{field.name} -> {target}")

    assert wrong == []


def test_templates_include_only_the_same_or_lower_rooms() -> None:
    wrong = []
    for path in PACKAGE.rglob("templates/**/*.html"):
        for name in re.findall(r'{%\s*(?:extends|include)\s+"([^"#]+)', path.read_text()):
            owners = [p for p in PACKAGE.glob("*/templates") if (p / name).exists()]
            room = room_of(path)
            if (room, name) in SOCKETS:
                continue
            if not owners or not may_know(room, owners[0].parent.name):
                wrong.append(f"{path.relative_to(PACKAGE)}: {name}")

    assert wrong == []


def test_every_address_that_a_template_names_exists() -> None:
    resolver = get_resolver()
    known = {str(n) for n in resolver.reverse_dict if isinstance(n, str)}
    for space, (_, sub) in resolver.namespace_dict.items():
        known |= {f"{space}:{n}" for n in sub.reverse_dict if isinstance(n, str)}
    missing = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("templates/**/*")
        if path.is_file()
        for name in re.findall(r"""{%\s*url\s+['"]([^'"]+)""", path.read_text())
        if name not in known
    }

    assert missing == set()


def test_a_form_that_is_included_alone_is_given_the_token_it_is_sent_with() -> None:
    texts = {
        str(path).partition("/templates/")[2]: path.read_text()
        for path in PACKAGE.rglob("templates/**/*.html")
    }
    without = [
        f"{name}: {asked[1]}"
        for name, text in texts.items()
        for asked in re.finditer(r'{%\s*include "([^"]+)"([^%]*?)only\s*%}', text)
        if "{% csrf_token %}" in texts.get(asked[1], "") and "csrf_token" not in asked[2]
    ]

    assert without == []


def test_writing_calls_appear_only_in_services_models_commands_and_tests() -> None:
    wrong = []
    for path in modules():
        text = f"/{path.relative_to(PACKAGE)}"
        if any(word in text for word in WRITERS):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                if node.func.attr in WRITES and ("objects" in owner or node.func.attr == "save"):
                    wrong.append(f"{text}:{node.lineno}")

    assert wrong == []


def test_no_module_over_400_lines_no_template_over_200_no_function_over_60() -> None:
    long = [
        str(path.relative_to(PACKAGE))
        for path in modules()
        if len(path.read_text().splitlines()) > 400
    ]
    long += [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("templates/**/*.html")
        if len(path.read_text().splitlines()) > 200
    ]
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 60:
                long.append(f"{path.relative_to(PACKAGE)}:{node.name}")

    assert long == []


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    read = set(
        re.findall(
            r'"((?:STARTLINE_[A-Z_]+|DATABASE_URL|VALKEY_URL|EMAIL_URL|PORT))"',
            "".join(p.read_text() for p in (PACKAGE / "config").rglob("*.py")),
        )
    )
    told = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.M))

    assert read == told
