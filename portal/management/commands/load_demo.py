"""The command that fills an empty site, so that Rapporteur can be seen at work."""

from django.core.management.base import BaseCommand, CommandError

from portal.demonstration.loader import load


class Command(BaseCommand):
    help = (
        "Load the demonstration record: four events, the people and institutions at them, a book and a memorandum. "
        "Run it to see Rapporteur filled. It can be run again: what is there already, edited or not, stays as it is."
    )

    def handle(self, *args, **options):
        try:
            made = load()
        except ValueError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        counts = [count(number, model._meta) for model, number in made.items()]
        self.stdout.write(
            f"Loaded {', '.join(counts)}." if counts else "The demonstration record is there already: nothing changed."
        )


def count(number, meta):
    return f"{number} {meta.verbose_name if number == 1 else meta.verbose_name_plural}"
