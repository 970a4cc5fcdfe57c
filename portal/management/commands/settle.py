from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from editorial.bin import sweep
from editorial.models import Publishable, Topic
from editorial.orphans import remove_orphans


class Command(BaseCommand):
    help = "Rewrite what is derived from the records, after data came in another way than through the newsroom."

    def handle(self, *args, **options):
        settled = 0
        for model in apps.get_models():
            if issubclass(model, Publishable):
                for record in model.objects.iterator():
                    settled += self.settle(record)
        for topic in Topic.objects.iterator():
            topic.settle()
        swept, orphans = sweep(), remove_orphans()
        files = f"{orphans} {'file' if orphans == 1 else 'files'}"
        self.stdout.write(
            f"Settled {settled} records; removed {swept} for good that had been in the bin for its time, "
            f"and {files} that nothing named."
        )

    @transaction.atomic
    def settle(self, record):
        """Derive the index terms anew; neither the version of the record nor its date of change moves."""
        record.settle()
        return 1
