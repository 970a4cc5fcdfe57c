"""A form that is only shown leads to no page that whoever looks may not open."""

import re

import pytest

from events.models import Event
from tests import factories as make
from tests.newsroom import address
from tests.staff import colleague, logged_in

pytestmark = pytest.mark.django_db


def shown(client, record):
    """Return what a form says of fields that are only shown, with the links in it."""
    page = client.get(address(type(record), "change", record.pk)).content.decode()
    return [found.strip() for found in re.findall(r'<div class="readonly">(.*?)</div>', page, re.DOTALL)]


def test_a_kind_that_one_may_not_open_is_named_without_a_link_and_a_person_with_one():
    ann = make.person("Ann Ahmad")
    talk = make.event("Talk", people=[(ann, "speaker")])
    contributor = colleague("contributor")
    Event.objects.update(created_by=contributor, published_at="2060-01-01T00:00Z")
    client = logged_in(contributor)
    told = shown(client, talk)
    assert "roundtable" in told
    assert f'<a href="{address(type(ann), "change", ann.pk)}">Ann Ahmad</a>' in told
    leads = {link for one in told for link in re.findall('href="([^"]*)"', one)}
    assert {link: client.get(link).status_code for link in leads if client.get(link).status_code != 200} == {}
