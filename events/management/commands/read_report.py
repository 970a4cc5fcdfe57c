"""Print what a report of an event says, as JSON: for scoring the reading, and for seeing why it reads as it does."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from events.intake.reading import read, record


class Command(BaseCommand):
    help = "Read a press release or a report saved as text, and print what it says as JSON. Nothing is stored."

    def add_arguments(self, parser):
        parser.add_argument("file", help="A text file in UTF-8, or - for what is typed or piped in.")

    def handle(self, *, file, **options):
        try:
            pasted = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not text in UTF-8. Save it as plain text and try again.") from error
        self.stdout.write(json.dumps(record(read(pasted)), ensure_ascii=False, indent=1))
