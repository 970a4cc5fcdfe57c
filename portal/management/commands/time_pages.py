"""The command that says what every kind of page costs on the record that is there."""

from django.core.management.base import BaseCommand

from portal.timing import Walk, starts


class Command(BaseCommand):
    help = (
        "Walk the public pages and say what each kind costs: milliseconds of the processor and of the clock, statements "
        "and bytes as transferred. Run it on a large record (see make_corpus) before and after a change that could make "
        "pages slower. Of each kind the costliest page asked for is shown; DEBUG makes them all slower."
    )

    def add_arguments(self, parser):
        parser.add_argument("addresses", nargs="*", help="Pages to begin at, such as /events/?topic=water.")
        parser.add_argument("--each", type=int, default=3, help="How many pages of each kind to ask for. Usually 3.")
        parser.add_argument("--repeats", type=int, default=3, help="How often; the quickest answer counts. Usually 3.")
        parser.add_argument("--words", default="water", help="What to ask the searches for. Usually “water”.")

    def handle(self, *args, addresses, each, repeats, words, **options):
        found = Walk(each, repeats, words).walk([*addresses, *starts()])
        self.stdout.write(f"{'CPU ms':>7} {'ms':>7} {'statements':>10} {'kB':>7}  page")
        worst = [max(costs, key=lambda cost: cost.cpu) for costs in found.values()]
        for cost in sorted(worst, key=lambda cost: -cost.cpu):
            status = "" if cost.status == 200 else f" ({cost.status})"
            figures = f"{cost.cpu:7.1f} {cost.wall:7.1f} {cost.statements:10} {cost.size / 1000:7.1f}"
            self.stdout.write(f"{figures}  {cost.address}{status}")
        self.stdout.write(f"Asked for {sum(map(len, found.values()))} pages of {len(found)} kinds.")
