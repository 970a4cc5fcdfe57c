"""Rows about people as billed, on works, at events and beneath agreements."""

from django.urls import reverse

from editorial.newsroom.rows import Rows

HONORIFICS = (
    "Ambassador",
    "Ambassador (Retd)",
    "Dr",
    "Prof.",
    "Prof. Dr",
    "H.E.",
    "H.E. Ambassador",
    "Senator",
    "Minister",
    "Justice (Retd)",
    "General (Retd)",
    "Lt Gen (Retd)",
    "Maj Gen (Retd)",
    "Air Marshal (Retd)",
    "Vice Admiral (Retd)",
    "Brig (Retd)",
    "Mr",
    "Ms",
    "Mrs",
    "Syed",
    "U",
)


class CreditRows(Rows):
    """Rows about people as billed: choosing the person fills in what was held on the day of the work or event. A new
    row begins with the role of the row above it, for one speaker follows another.

    `day_field` names the field of the record whose date that day is.
    """

    autocomplete_fields = ["person", "institution"]
    suggested = {"honorific": "honorific"}
    day_field = "start_date"

    class Media:
        js = ["admin/js/jquery.init.js", "newsroom/billing.js"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "person":
            field.widget.attrs |= {
                "data-billing": reverse("admin:people_person_billing"),
                "data-billing-day": self.day_field,
            }
        if db_field.name == "role":
            field.widget.attrs["data-as-above"] = ""
        return field
