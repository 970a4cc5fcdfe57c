"""The command that hands out the whole record as tables, for whoever wants to take it elsewhere."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from editorial.exchange import leaving
from editorial.exchange.sheets import Exchange


class Command(BaseCommand):
    help = (
        "Write every record, drafts included, as tables into a directory: one Excel workbook a kind, or with --form zip "
        "one archive of comma-separated texts. Run it to take the record elsewhere; pictures and documents lie in media/."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "directory", type=Path, help="An existing directory, in which files of these names are replaced."
        )
        parser.add_argument("--form", choices=sorted(leaving.FORMS), default="xlsx")

    def handle(self, *args, directory, form, **options):
        if not directory.is_dir():
            raise CommandError(f"There is no directory {directory}. Make it first.")
        told = []
        for exchange in Exchange.everything():
            keys = list(exchange.model.objects.order_by("pk").values_list("pk", flat=True))
            try:
                (directory / f"{exchange.title}.{form}").write_bytes(leaving.FORMS[form](exchange, keys))
            except OSError as error:
                raise CommandError(f"{exchange.title}.{form} could not be written: {error.strerror}.") from error
            told.append(f"{len(keys)} {exchange.title}")
        self.stdout.write(f"Wrote {', '.join(told)} to {directory}.")
