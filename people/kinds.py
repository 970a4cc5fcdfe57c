"""What kind of institution a name speaks of, so that whoever enters a new one need not say it twice."""

from editorial.folding import words

# The first word of a name that stands here decides: an “Area Study Centre, University of Peshawar” is a centre.
TELLING = {
    "academy": "academy",
    "assembly": "parliament",
    "association": "consortium",
    "authority": "ministry",
    "center": "centre",
    "centre": "centre",
    "college": "university",
    "consortium": "consortium",
    "consulate": "embassy",
    "corporation": "company",
    "duma": "parliament",
    "embassy": "embassy",
    "faculty": "faculty",
    "limited": "company",
    "ltd": "company",
    "ministry": "ministry",
    "newspaper": "media",
    "parliament": "parliament",
    "publishers": "publisher",
    "publishing": "publisher",
    "senate": "parliament",
    "television": "media",
    "university": "university",
}


def kind_told(name):
    """Return the slug of the kind of institution that `name` speaks of, or "" when it tells of none."""
    return next((TELLING[word] for word in words(name) if word in TELLING), "")
