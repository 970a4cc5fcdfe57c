"""Who stands where in a photo: typed as in a caption, printed beneath it, and said to those who cannot see it."""

import pytest

from events.lineups import read
from events.models import EventPhoto, PhotoSubject
from tests import factories as make
from tests.newsroom import address, errors, kind, save

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADD = "/admin/events/event/add/"


@pytest.mark.parametrize(
    "text, found",
    [
        ("Ann Ahmad, Boris B and Carla", [("", "Ann Ahmad"), ("", "Boris B"), ("", "Carla")]),
        ("From left to right: Ann, Boris, and Carla.", [("", "Ann"), ("", "Boris"), ("", "Carla")]),
        (
            "Seated, from left: Ann, Boris\nStanding (L-R): Carla",
            [("Seated", "Ann"), ("Seated", "Boris"), ("Standing", "Carla")],
        ),
        ("Khan, Dr; Ahmad, Prof.", [("", "Khan, Dr"), ("", "Ahmad, Prof")]),
        ("Andrey Sandberg", [("", "Andrey Sandberg")]),
        ("احمد علی, زہرا", [("", "احمد علی"), ("", "زہرا")]),
        (" , ;\n\n:", []),
        ("", []),
        ("a" * 9000, [("", "a" * 200)]),
        (" " * 9000 + ",", []),
    ],
)
def test_a_line_up_is_read_as_it_is_written_beneath_photographs(text, found):
    assert read(text) == found


@pytest.fixture
def forum():
    ann, boris = make.person("Ann Ahmad"), make.draft(make.person("Boris B"))
    return make.event("Forum", people=[(ann, "speaker"), (boris, "chair", {"name": "Boris Borisov"})])


def photo(event, **fields):
    return EventPhoto.objects.create(event=event, picture=make.picture(), **fields)


def figure(client, event):
    page = client.get(event.get_absolute_url()).content.decode()
    return " ".join(page[page.index("<figure>") : page.index("</figure>")].split())


def test_people_stand_beneath_the_photo_row_by_row_linked_when_they_have_a_page(client, forum):
    shown = photo(forum, caption="After the forum.", picture_credit="Carla")
    people = forum.participations.order_by("order")
    for order, (row, person) in enumerate(
        (("Seated", people[0].person), ("Seated", people[1].person), ("Standing", None))
    ):
        PhotoSubject.objects.create(photo=shown, row=row, person=person, name="" if person else "A guest", order=order)
    assert figure(client, forum).partition("<figcaption>")[2] == (
        'After the forum. Seated, from left: <a href="/people/ann-ahmad/">Ann Ahmad</a>, Boris B. Standing: A guest. '
        "<span>Photo: Carla</span></figcaption>"
    )
    assert ' alt="Seated, from left: Ann Ahmad and Boris B. Standing: A guest."' in figure(client, forum)
    EventPhoto.objects.update(picture_alt="Three people at a table")
    assert ' alt="Three people at a table"' in figure(client, forum)


def test_where_names_are_withheld_a_photo_names_nobody(client, forum):
    PhotoSubject.objects.create(photo=photo(forum, caption="The table."), name="Ann Ahmad")
    forum.rule, forum.withheld = "chatham-house", "names"
    forum.save()
    assert ("Ann" in figure(client, forum), ' alt="The table."' in figure(client, forum)) == (False, True)


def typed(form, text):
    return {f"{form}-picture": make.picture(), f"{form}-lineup": text, "photos-TOTAL_FORMS": 1}


def test_a_line_up_typed_at_the_photo_describes_it_and_recognises_those_who_took_part(admin_client, client, forum):
    other = make.person("Rufus T. Firefly")
    change = address(type(forum), "change", forum.pk)
    text = "Seated: Dr Ann Ahmad, Boris Borisov\nStanding: Rufus T Firefly, Nobody Known"
    assert errors(save(admin_client, change, title="Forum", kind=kind(), **typed("photos-0", ""))) != {}
    saved = save(admin_client, change, title="Forum", kind=kind(), **typed("photos-0", text))
    assert saved.status_code == 302
    rows = PhotoSubject.objects.order_by("order").values_list("row", "name", "person__name")
    assert list(rows) == [
        ("Seated", "Dr Ann Ahmad", "Ann Ahmad"),
        ("Seated", "Boris Borisov", "Boris B"),
        ("Standing", "Rufus T Firefly", other.name),
        ("Standing", "Nobody Known", None),
    ]
    form = admin_client.get(change).content.decode()
    assert "Seated: Dr Ann Ahmad, Boris Borisov\nStanding: Rufus T Firefly, Nobody Known" in form


def test_a_photo_of_hundreds_is_refused_with_advice(admin_client):
    many = ", ".join(f"P{number}" for number in range(201))
    response = save(admin_client, ADD, title="Talks", kind=kind(), **typed("photos-0", many))
    assert errors(response)["photos-0-lineup"] == ["These are more than 200 people. Name those who matter."]
