"""The house has one staircase: imports, and names in strings that stand for imports, go down only."""

import ast

import pytest

from tests.layers import FLOORS, ROOT, faults, sources

pytestmark = pytest.mark.once
ALL = (*FLOORS, "tests", "deploy")


@pytest.mark.parametrize(
    "source",
    [
        "from events.models import Event",
        "from events import models",
        "import events.models as m",
        "def late():\n    from events.models import Event",
        "class C:\n    def late(self):\n        import events",
        "if True:\n    try:\n        import events\n    except ImportError:\n        pass",
        "import importlib\nimportlib.import_module('events.models')",
        "from importlib import import_module\nimport_module('events')",
        "__import__('events')",
        "event = models.ForeignKey('events.Event', models.PROTECT)",
        "through = 'events.Hosting'",
        "name = f'events.{model}'",
        "apps.get_model('events', 'Event')",
        "apps.get_model('events.Event')",
        "apps.get_app_config('events')",
        "ContentType.objects.get(app_label='events', model='event')",
        "reverse('events:event-list')",
        "reverse(f'events:{name}')",
        "user.has_perm('events.view_event')",
        "from config import settings",
        "from portal.views import Home",
    ],
)
def test_reaching_up_is_caught(source):
    assert len(faults(source, "people.urls")) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from editorial.models import Topic",
        "from people.institutions import Institution",
        "from .institutions import Institution",
        "from django.conf import settings",
        "events = models.ManyToManyField(Person, related_name='events')",
        "institution.events.published()",
        "render(request, 'people/person.html')",
        "help_text = 'Shown with its events. Sorted by date.'",
        "'''events.Event reads back through related_name.'''",
        "models.ForeignKey('people.Person', models.PROTECT)",
        "reverse('people:person', args=[slug])",
    ],
)
def test_what_goes_down_or_only_looks_like_a_reference_is_left_alone(source):
    assert faults(source, "people.models") == []


@pytest.mark.parametrize(
    "module, source",
    [
        ("people.models", "from people.views import PersonList"),
        ("people.models", "from people import admin"),
        ("people.models", "from . import filters"),
        ("people.persons", "def late():\n    from .urls import urlpatterns"),
        ("people.models", "from editorial.views import RecordList"),
        ("people.filters", "from people.admin import PersonAdmin"),
        ("people.filters", "from people.views import PersonList"),
        ("people.views", "from people.urls import urlpatterns"),
        ("people.intake.reader", "from ..views import PersonList"),
        ("people.views", "from ...events import models"),
        ("portal.listings", "from portal.views import Home"),
    ],
)
def test_reaching_up_inside_an_app_is_caught(module, source):
    assert len(faults(source, module)) == 1


@pytest.mark.parametrize(
    "module, source",
    [
        ("people.urls", "from people import views"),
        ("people.views", "from people.filters import PersonFilter"),
        ("people.filters", "from editorial.filters import RecordFilter"),
        ("people.admin.inlines", "from people.admin.forms import PersonForm"),
        ("people.models", "from people.persons import Person"),
        ("portal.listings", "from people.views import PersonList"),
    ],
)
def test_going_down_inside_an_app_is_left_alone(module, source):
    assert faults(source, module) == []


def test_nothing_in_the_house_reaches_up():
    found = {module: faults(path.read_text(), module) for module, path in sources(*FLOORS)}
    assert {module: upward for module, upward in found.items() if upward} == {}


def test_every_room_has_a_name_from_the_field():
    attics = {"utils", "util", "helpers", "common", "core", "misc", "services", "signals"}
    assert [str(path.relative_to(ROOT)) for _, path in sources(*ALL) if attics & {path.stem, path.parent.name}] == []


def test_no_file_is_longer_than_400_lines():
    lengths = {module: len(path.read_text().splitlines()) for module, path in sources(*ALL)}
    assert {module: length for module, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_40_lines():
    lengths = {
        f"{module}:{node.name}": node.end_lineno - node.lineno + 1
        for module, path in sources(*ALL)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    assert {function: length for function, length in lengths.items() if length > 40} == {}
