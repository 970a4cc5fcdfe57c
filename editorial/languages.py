"""Languages: their names, and the direction in which they are written."""

from django.utils.translation import get_language_info

# Languages of this field for which Django carries no name.
NAMES = {"ps": "Pashto", "sd": "Sindhi", "zh": "Chinese", "prs": "Dari", "bal": "Balochi"}
RIGHT_TO_LEFT = {"ar", "fa", "he", "ku", "prs", "ps", "sd", "ug", "ur", "yi", "bal"}


def language_name(code):
    """Return the English name of the language `code`, or the code itself when nobody knows it."""
    try:
        return NAMES.get(code) or get_language_info(code)["name"]
    except KeyError:
        return code


def direction(code):
    """Return "rtl" or "ltr" for the language `code`."""
    return "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr"
