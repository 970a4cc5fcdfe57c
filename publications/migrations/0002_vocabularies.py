from django.db import migrations

KINDS = [
    # slug, name, plural, schema.org, BibTeX, CSL and RIS types
    ("book", "book", "books", "Book", "book", "book", "BOOK"),
    ("edited-book", "edited book", "edited books", "Book", "book", "book", "EDBOOK"),
    ("chapter", "chapter", "chapters", "Chapter", "incollection", "chapter", "CHAP"),
    ("report", "report", "reports", "Report", "techreport", "report", "RPRT"),
    ("paper", "paper", "papers", "ScholarlyArticle", "techreport", "report", "RPRT"),
    ("article", "journal article", "journal articles", "ScholarlyArticle", "article", "article-journal", "JOUR"),
    ("issue-brief", "issue brief", "issue briefs", "Report", "techreport", "report", "RPRT"),
    ("policy-brief", "policy brief", "policy briefs", "Report", "techreport", "report", "RPRT"),
    ("commentary", "commentary", "commentaries", "OpinionNewsArticle", "misc", "article-newspaper", "NEWS"),
    ("proceedings", "proceedings", "proceedings", "Book", "proceedings", "book", "CONF"),
    ("dataset", "dataset", "datasets", "Dataset", "misc", "dataset", "DATA"),
    ("other", "other publication", "other publications", "CreativeWork", "misc", "document", "GEN"),
]
ROLES = [
    # slug, name, plural, MARC relator
    ("author", "author", "authors", "aut"),
    ("editor", "editor", "editors", "edt"),
    ("translator", "translator", "translators", "trl"),
    ("foreword", "foreword", "foreword", "aui"),
    ("contributor", "contributor", "contributors", "ctb"),
    ("reviewer", "reviewer", "reviewers", "rev"),
    ("illustrator", "illustrator", "illustrators", "ill"),
    ("compiler", "compiler", "compilers", "com"),
]


def fill(apps, schema_editor):
    kinds = apps.get_model("publications", "PublicationKind").objects
    for position, (slug, name, plural, schema, bibtex, csl, ris) in enumerate(KINDS, 1):
        machines = {"schema_type": schema, "bibtex_type": bibtex, "csl_type": csl, "ris_type": ris}
        kinds.get_or_create(slug=slug, defaults={"name": name, "plural": plural, "position": position * 10, **machines})
    roles = apps.get_model("publications", "ContributionRole").objects
    for position, (slug, name, plural, relator) in enumerate(ROLES, 1):
        roles.get_or_create(
            slug=slug, defaults={"name": name, "plural": plural, "marc_relator": relator, "position": position * 10}
        )


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
