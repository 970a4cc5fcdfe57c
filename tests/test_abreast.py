"""Topics, words of vocabularies, series and photos: what others saved meanwhile is not overwritten by a form that was open."""

import pytest
from django.core.files import File

from editorial.models import Revision, Topic
from events.models import EventKind, EventPhoto, EventSeries
from publications.models import Series
from tests import factories as make
from tests.newsroom import address, errors, sent

pytestmark = pytest.mark.django_db


def opened(client, url, forms=lambda page: [page.context["adminform"].form]):
    """Return what a browser would send of a page, what its fields showed included."""
    page = client.get(url)
    found = sent(page) if "adminform" in page.context else {}
    inlines = page.context.get("inline_admin_formsets") or ()
    for form in [*forms(page), *(one for each in inlines for one in each.formset.forms)]:
        for name, field in form.fields.items():
            if field.show_hidden_initial:
                found[form.add_initial_prefix(name)] = form[name].initial if form[name].initial is not None else ""
    return found


def test_two_who_change_a_topic_keep_what_each_changed_and_are_asked_about_what_both_did(admin_client):
    topic = make.topic("Peace")
    url = address(Topic, "change", topic.pk)
    form = opened(admin_client, url)
    Topic.objects.filter(pk=topic.pk).update(description="No war.")
    assert admin_client.post(url, form | {"name": "Concord", "_continue": "1"}).status_code == 302
    topic = Topic.objects.get()
    assert (topic.name, topic.description) == ("Concord", "No war.")
    form = opened(admin_client, url)
    Topic.objects.filter(pk=topic.pk).update(description="Theirs.")
    page = admin_client.post(url, form | {"description": "Mine.", "_continue": "1"})
    ((said,),) = errors(page).values()
    assert "It now says “Theirs.”. Yours is still here" in said
    again = form | {"description": "Mine.", "initial-description": "Theirs.", "_continue": "1"}
    assert 'name="initial-description" value="Theirs."' in page.content.decode()
    assert (admin_client.post(url, again).status_code, Topic.objects.get().description) == (302, "Mine.")


def test_a_narrower_topic_that_was_left_alone_keeps_what_others_said_of_it(admin_client):
    broad = make.topic("Peace")
    narrow = make.topic("Truce", broader=broad)
    url = address(Topic, "change", broad.pk)
    form = opened(admin_client, url)
    Topic.objects.filter(pk=narrow.pk).update(description="For a while.")
    assert admin_client.post(url, form | {"description": "All.", "_continue": "1"}).status_code == 302
    assert Topic.objects.get(pk=narrow.pk).description == "For a while."


def test_the_places_of_words_in_their_list_are_not_overwritten_by_a_list_that_was_open(admin_client):
    url = address(EventKind, "changelist")
    form = opened(admin_client, url, lambda page: page.context["cl"].formset.forms)
    page = admin_client.get(url)
    formset = page.context["cl"].formset
    form |= {f"form-{name}": value for name, value in formset.management_form.initial.items()}
    for one in formset.forms:
        form |= {one.add_prefix("id"): one.instance.pk, one.add_prefix("position"): one.instance.position}
    first, second = (one.instance for one in formset.forms[:2])
    EventKind.objects.filter(pk=first.pk).update(position=77)
    admin_client.post(url, form | {"form-1-position": 88, "_save": "Save"})
    assert [EventKind.objects.get(pk=one.pk).position for one in (first, second)] == [77, 88]


def test_a_photo_saved_on_its_own_page_is_a_revision_of_its_event(admin_client):
    event = make.event("Talks")
    picture = File(make.picture(), "photo.png")
    photo = EventPhoto.objects.create(event=event, picture=picture, picture_alt="All.", caption="Before")
    url = address(EventPhoto, "change", photo.pk)
    admin_client.post(url, sent(admin_client.get(url)) | {"caption": "After", "_continue": "1"})
    kept = [
        (one.said, one.content["rows"]["photos"][0]["fields"]["caption"])
        for one in Revision.objects.of(event).defer(None)
    ]
    assert kept == [("Saved on the page of the photo “After”.", "After"), ("As it stood before.", "Before")]
    assert type(event).objects.get().version == event.version + 1


@pytest.mark.parametrize("model", [EventSeries, Series])
def test_a_field_of_a_series_that_was_left_alone_is_not_overwritten(admin_client, model):
    series = model.objects.create(name="Forum", slug="forum")
    url = address(model, "change", series.pk)
    page = admin_client.get(url)
    model.objects.filter(pk=series.pk).update(name="The Forum")
    assert admin_client.post(url, sent(page, slug="the-forum")).status_code == 302
    assert model.objects.values_list("name", "slug").get() == ("The Forum", "the-forum")
