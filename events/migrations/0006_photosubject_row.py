"""A photo may show several rows of people, each named."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_lists_read_an_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="photosubject",
            name="row",
            field=models.CharField(
                blank=True, help_text="Such as “Seated” or “Front row”; empty where all stand in one.", max_length=40
            ),
        ),
    ]
