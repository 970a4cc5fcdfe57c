"""Identifiers of people, institutions and publications: read as pasted, checked, kept in one form."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from stdnum import isbn, issn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_2, mod_97_10

DASHES = re.compile("[\u2010-\u2015\u2212]")
CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


class IdentifierField(models.CharField):
    """A CharField that keeps an identifier in its one form. Subclasses say how it is read and what it is called."""

    length = 40
    example = ""
    called = "identifier"
    prefixes = ()

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = self.length
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", f"Such as {self.example}.")
        super().__init__(*args, **kwargs)

    def read(self, text):
        """Return the identifier's one form. Raises ValueError or a stdnum error when it is none."""
        raise NotImplementedError

    def clean(self, value, model_instance):
        text = DASHES.sub("-", unicodedata.normalize("NFKC", str(value or ""))).strip()
        for prefix in self.prefixes:
            text = re.sub(f"^{prefix}", "", text, flags=re.IGNORECASE)
        if text:
            try:
                text = self.read(text.strip())
            except (ValueError, NumberError) as error:
                raise ValidationError(f"This is not a valid {self.called}. It looks like {self.example}.") from error
        return super().clean(text, model_instance)

    def formfield(self, **kwargs):
        # People paste whole addresses, which are longer than what is kept.
        return super().formfield(**{"max_length": 200, **kwargs})


class OrcidField(IdentifierField):
    """A person's ORCID iD (ISO 7064 MOD 11-2), kept with its hyphens."""

    length, example, called, prefixes = 19, "0000-0002-1825-0097", "ORCID iD", (r"https?://(www\.)?orcid\.org/",)

    def read(self, text):
        digits = text.replace("-", "").replace(" ", "").upper()
        if not re.fullmatch(r"\d{15}[\dX]", digits, re.ASCII):
            raise ValueError(text)
        mod_11_2.validate(digits)
        return "-".join(digits[place : place + 4] for place in (0, 4, 8, 12))


class RorField(IdentifierField):
    """An institution's ROR identifier: a Crockford base-32 number with its ISO 7064 MOD 97-10 check."""

    length, example, called, prefixes = 9, "03yrm5c26", "ROR identifier", (r"https?://ror\.org/",)

    def read(self, text):
        text = text.lower()
        if not re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", text, re.ASCII):
            raise ValueError(text)
        number = 0
        for letter in text[:7]:
            number = number * 32 + CROCKFORD.index(letter)
        mod_97_10.validate(f"{number}{text[7:]}")
        return text


class IsbnField(IdentifierField):
    """An ISBN of 10 or 13 digits (ISO 2108), kept with its hyphens."""

    length, example, called, prefixes = 17, "978-0-471-11709-4", "ISBN", (r"isbn(-1[03])?:?\s*",)

    def read(self, text):
        return isbn.format(isbn.validate(text))


class IssnField(IdentifierField):
    """An ISSN (ISO 3297), kept with its hyphen."""

    length, example, called, prefixes = 9, "0028-0836", "ISSN", (r"issn:?\s*",)

    def read(self, text):
        return issn.format(issn.validate(text))


class DoiField(IdentifierField):
    """A DOI (ISO 26324) without the resolver's address, in lower case, as it is compared."""

    length, example, called = 200, "10.1000/182", "DOI"
    prefixes = (r"https?://(dx\.)?doi\.org/", r"doi:\s*")

    def read(self, text):
        if not re.fullmatch(r"10\.\d{4,9}/\S+", text, re.ASCII):
            raise ValueError(text)
        return text.lower()
