"""Queue a folder of old reports for review: each waits under Received reports until somebody confirms it."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from events.papers import Paper, UnreadableError, papers
from events.received import receive


class Command(BaseCommand):
    help = (
        "Queue the reports in a folder (text, Word, PDF, ZIP, XLSX) for review in the newsroom. What is there already is "
        "passed over, so that a run that broke off is gone on with by starting it again."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder")
        parser.add_argument("--user", required=True, help="The name of the colleague who will review them.")

    def handle(self, *, folder, user, **options):
        found = Path(folder)
        if not found.is_dir():
            raise CommandError(f"{folder} is no folder.")
        colleague = get_user_model().objects.filter(username=user).first()
        if colleague is None:
            raise CommandError(f"There is no colleague called {user}.")
        files = sorted(path for path in found.rglob("*") if path.is_file())
        kept = known = broken = 0
        for number, path in enumerate(files, start=1):
            fresh, there = receive(held(path), colleague, found.name)
            kept, known, broken = kept + len(fresh), known + there, broken + sum(bool(one.trouble) for one in fresh)
            if options["verbosity"] > 1 or number % 50 == 0:
                self.stdout.write(f"{number} of {len(files)} files: {path.name}")
        self.stdout.write(f"Queued {kept} reports, {known} were there already, {broken} could not be read.")


def held(path):
    """Return the Papers in a file, or one that says why it cannot be read."""
    try:
        return papers(path.name, path.read_bytes())
    except (OSError, UnreadableError) as error:
        return [Paper(path.name, trouble=str(error))]
