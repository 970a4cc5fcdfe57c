"""The command that fills an empty database with a large record, for trying out and for measuring."""

from django.core.management.base import BaseCommand, CommandError

from portal.corpus import maker


class Command(BaseCommand):
    help = (
        "Fill an EMPTY database with a made-up record of N events and, in proportion, publications, people, institutions "
        "and agreements. Run it to see how Rapporteur, or a change to it, fares when a great deal has been kept; never "
        "where a real record is or will be. The same seed makes the same corpus."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", metavar="N", type=int, help="How many events: from 1 to 200000.")
        parser.add_argument("--seed", type=int, default=1, help="Another number makes another corpus. Usually 1.")

    def handle(self, *args, number, seed, **options):
        if not 1 <= number <= 200_000:
            raise CommandError("Nothing was made. Ask for 1 to 200000 events.")
        try:
            made = maker.make(number, seed)
        except maker.NotEmptyError as found:
            raise CommandError(
                f"Nothing was made: this database holds records already ({found}). A corpus needs one of its own; "
                "name an empty folder in DATA_DIR, or an empty database in DATABASE_URL, and run migrate first."
            ) from found
        counts = [f"{count} {model._meta.verbose_name_plural}" for model, count in made.items()]
        self.stdout.write(f"Made {', '.join(counts)} (seed {seed}).")
