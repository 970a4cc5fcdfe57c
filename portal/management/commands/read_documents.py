"""The command that makes the documents of the record searchable."""

from django.core.management.base import BaseCommand

from editorial.texts import read_unread


class Command(BaseCommand):
    help = (
        "Read the text of the PDFs that were uploaded since it ran last, so that a search finds what is in them. "
        "Run it every few minutes; staff see beside a document when its text could not be read."
    )

    def handle(self, *args, **options):
        read, failed = read_unread()
        self.stdout.write(f"Read {read} document{'' if read == 1 else 's'}; {failed} could not be read.")
