"""Reads Python source and says where it reaches up the staircase of the house.

Between the apps, imports go down only: editorial < people < publications < events < portal < config.
Inside an app, and from one app to another, models < filters, feeds, admin < views < urls; the roof, whose pages are
made of the lists below it, may use their views everywhere.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ("editorial", "people", "publications", "events", "portal", "config")
# Whatever is not named here stands with the models: rules, formats, fields.
STEPS = {"filters": 1, "feeds": 1, "admin": 1, "views": 2, "urls": 3, "management": 3}
# A dotted name ("events.Event", "events.views.home") or the name of an address ("events:event-list"), alone or as the
# beginning of an f-string. Sentences and names of templates are neither.
REFERENCE = re.compile(rf"({'|'.join(FLOORS)})(?:[.:][\w:.-]*)$")
# Calls whose argument names an app even when it stands alone, where related_name="events" would be innocent.
NAMES_AN_APP = {"get_model", "get_app_config", "import_module", "__import__", "is_installed"}


def faults(source, module):
    """Return (line, what is referred to) for each reference upwards in `source`, the text of the dotted `module`."""
    tree = ast.parse(source)
    found = {(line, name) for line, name in references(tree, module) if is_upward(module, name)}
    return sorted(found)


def is_upward(module, name):
    app, _, inside = module.partition(".")
    target, _, part = re.sub(":.*", "", name).partition(".")
    if target not in FLOORS or app == "config":
        return False
    if FLOORS.index(target) != FLOORS.index(app):
        return FLOORS.index(target) > FLOORS.index(app) or (app != "portal" and step(part) > step(inside))
    same = part.partition(".")[0] == inside.partition(".")[0]
    return not same and (step(part) > step(inside) or step(part) == step(inside) > 0)


def step(inside):
    return STEPS.get(inside.partition(".")[0], 0)


def references(tree, module):
    """Every (line, dotted name) that the source imports, early or late, or spells in a string."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, name) for name in imported(node, module))
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, name) for name in apps_named(node))
        elif isinstance(node, ast.Constant) and id(node) not in docstrings and REFERENCE.match(str(node.value)):
            yield node.lineno, node.value


def imported(node, module):
    """What `from … import …` names, with leading dots resolved against the module it stands in."""
    package = module.split(".")[: -node.level] if node.level else []
    base = ".".join([*package, *([node.module] if node.module else [])])
    if base in FLOORS or not base:
        return [f"{base}.{alias.name}".strip(".") for alias in node.names]
    return [base]


def apps_named(call):
    """Apps named by their label alone: apps.get_model("events", …), ContentType.objects.get(app_label="events")."""
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    values = call.args[:1] if called in NAMES_AN_APP else []
    values = [*values, *(keyword.value for keyword in call.keywords if keyword.arg == "app_label")]
    return [value.value for value in values if isinstance(value, ast.Constant)]


def sources(*folders):
    """(dotted module, path) of every Python file in these folders of the tree, migrations apart."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path
