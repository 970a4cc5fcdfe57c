"""Changes of many records that have an hour: publishing at a time, and keeping documents back until one."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from editorial import clock
from editorial.newsroom.changes import Change
from editorial.newsroom.hours import NO_ZONE, WallField, in_words, instant
from editorial.newsroom.widgets import MomentInput, SuggestedInput


class TimedChange(Change):
    """A change with an hour, which is typed by the clock of a zone that is chosen beside it."""

    datalists = {"zone": clock.zones()}
    label_of_hour = "When"
    help_of_hour = ""

    def fields(self, desk, request):
        return {
            "at": WallField(label=self.label_of_hour, required=False, widget=MomentInput, help_text=self.help_of_hour),
            "hours_zone": forms.CharField(
                label="By the clock of",
                required=False,
                max_length=64,
                widget=SuggestedInput("zone"),
                help_text="A time zone, such as Asia/Karachi. Empty: the institute’s own.",
            ),
        }

    def check(self, said):
        """Put the instant in the place of what the clock shows. Raises ValidationError when it is past or never comes."""
        zone = said["hours_zone"] = said["hours_zone"] or clock.default_zone()
        if zone not in clock.zones():
            raise ValidationError({"hours_zone": NO_ZONE})
        if said["at"]:
            try:
                said["at"] = instant(said["at"], zone)
            except ValidationError as error:
                raise ValidationError({"at": error.messages}) from error
            if said["at"] <= timezone.now():
                raise ValidationError({"at": "That hour has passed."})

    def when(self, said):
        return in_words(said["at"], said["hours_zone"])


class PublishAt(TimedChange):
    name, label = "publish-at", "Publish at a time"
    help_of_hour = "Empty: now."

    def told(self, said, done=True):
        if not said["at"]:
            return "Published" if done else "Publish now"
        return f"{'Scheduled' if done else 'Publish'} for {self.when(said)}"

    def concerned(self, records, said):
        """Whatever is not public, or not yet scheduled for that hour; what leaves before the hour is let alone."""
        waiting = records.exclude(pk__in=records.published().values("pk"))
        if said["at"]:
            waiting = waiting.exclude(published_at=said["at"], withdrawn_at=None)
            waiting = waiting.exclude(withdrawn_at__gt=timezone.now(), withdrawn_at__lte=said["at"])
        return waiting

    def apply(self, record, said):
        record.hours_zone = said["hours_zone"] if said["at"] else record.hours_zone

    def store(self, record, said):
        record.publish(said["at"])


class Embargo(TimedChange):
    name, label = "embargo", "Keep documents back"
    label_of_hour = "Until"
    help_of_hour = "Until then readers see the title of each document and not the file. Empty: it is open at once."

    def documents(self, records):
        model = records.model._meta.get_field("documents").related_model
        return model._base_manager.filter(**{f"{model.row_of}__in": records})

    def told(self, said, done=True):
        if not said["at"]:
            return f"{'Opened' if done else 'Open'} the documents"
        return f"{'Kept' if done else 'Keep'} the documents back until {self.when(said)}"

    def other(self, said):
        """The condition that a document has another hour than the one that is asked for."""
        if not said["at"]:
            return Q(embargoed_until__isnull=False)
        return Q(embargoed_until__isnull=True) | ~Q(embargoed_until=said["at"])

    def concerned(self, records, said):
        documents = self.documents(records).filter(self.other(said))
        return records.filter(pk__in=documents.values(documents.model.row_of))

    def watched(self, records, said):
        return [self.documents(records)]

    def apply(self, record, said):
        record.documents.filter(self.other(said)).update(embargoed_until=said["at"])
        record.hours_zone = said["hours_zone"] if said["at"] else record.hours_zone
