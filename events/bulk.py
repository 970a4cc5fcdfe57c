"""Hosts of many events at once: one is added, taken away, or put in the place of another."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max

from editorial.newsroom.changes import Change
from editorial.newsroom.widgets import RecordSelect
from events.models import Hosting
from people.models import Institution


def institution_field(desk, label):
    """Return a field in which an institution is chosen by typing any of its names."""
    widget = RecordSelect(Hosting._meta.get_field("institution"), desk.admin_site)
    return forms.ModelChoiceField(Institution.objects.all(), label=label, widget=widget)


class HostChange(Change):
    def fields(self, desk, request):
        return {"host": institution_field(desk, "Host")}

    def hostings(self, records):
        return Hosting.objects.filter(event__in=records)

    def watched(self, records, said):
        return [self.hostings(records)]

    def hosted(self, records, said):
        return records.filter(pk__in=self.hostings(records).filter(institution=said["host"]).values("event"))

    def concerned(self, records, said):
        return self.hosted(records, said)


class AddHost(HostChange):
    name, label = "add-host", "Add a host"

    def fields(self, desk, request):
        part = forms.ChoiceField(label="As", choices=Hosting.Part, initial=Hosting.Part.HOST)
        return super().fields(desk, request) | {"part": part}

    def told(self, said, done=True):
        return f"{'Added' if done else 'Add'} {said['host']} as {Hosting.Part(said['part']).label}"

    def concerned(self, records, said):
        return records.exclude(pk__in=self.hosted(records, said).values("pk"))

    def apply(self, record, said):
        last = record.hostings.aggregate(last=Max("order"))["last"] or 0
        record.hostings.create(institution=said["host"], part=said["part"], order=last + 1)


class RemoveHost(HostChange):
    name, label = "remove-host", "Remove a host"

    def told(self, said, done=True):
        return f"{'Removed' if done else 'Remove'} {said['host']} from the hosts"

    def apply(self, record, said):
        record.hostings.filter(institution=said["host"]).delete()


class ReplaceHost(HostChange):
    """Another institution takes the place of a host, and its part; where it is a host already, only the first goes."""

    name, label = "replace-host", "Replace a host"

    def fields(self, desk, request):
        return super().fields(desk, request) | {"by": institution_field(desk, "By")}

    def check(self, said):
        if said["host"] == said["by"]:
            raise ValidationError({"by": "Choose another institution than the host."})

    def told(self, said, done=True):
        return f"{'Replaced' if done else 'Replace'} the host {said['host']} by {said['by']}"

    def apply(self, record, said):
        row = record.hostings.get(institution=said["host"])
        if record.hostings.filter(institution=said["by"]).exists():
            row.delete()
        else:
            row.institution, row.institution_name = said["by"], said["by"].name
            row.save()
