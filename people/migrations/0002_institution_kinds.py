from django.db import migrations

KINDS = [
    # slug, name, plural, schema.org type
    ("think-tank", "think tank", "think tanks", "ResearchOrganization"),
    ("centre", "centre", "centres", "ResearchOrganization"),
    ("university", "university", "universities", "CollegeOrUniversity"),
    ("faculty", "faculty or department", "faculties and departments", "EducationalOrganization"),
    ("academy", "academy of sciences", "academies of sciences", "ResearchOrganization"),
    ("embassy", "embassy or mission", "embassies and missions", "GovernmentOrganization"),
    ("ministry", "ministry or state body", "ministries and state bodies", "GovernmentOrganization"),
    ("parliament", "parliament", "parliaments", "GovernmentOrganization"),
    ("international", "international organisation", "international organisations", "Organization"),
    ("ngo", "non-governmental organisation", "non-governmental organisations", "NGO"),
    ("consortium", "consortium or association", "consortia and associations", "Organization"),
    ("company", "company", "companies", "Corporation"),
    ("media", "news outlet", "news outlets", "NewsMediaOrganization"),
    ("publisher", "publisher", "publishers", "Organization"),
    ("other", "other body", "other bodies", "Organization"),
]


def fill(apps, schema_editor):
    kinds = apps.get_model("people", "InstitutionKind").objects
    for position, (slug, name, plural, schema_type) in enumerate(KINDS, 1):
        kinds.get_or_create(
            slug=slug,
            defaults={"name": name, "plural": plural, "schema_type": schema_type, "position": position * 10},
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
