"""Every page in every state before axe, in each colour scheme and width: `tests/test_readers.py` goes through two of these
six ways. Needs nothing but Chromium, and minutes."""

import pytest

from tests import places
from tests.test_readers import barriers_in

pytestmark = pytest.mark.browser

WAYS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 768, 1280)]


@pytest.mark.parametrize("visited", places.STATES, indirect=True, ids=lambda state: state.__name__)
def test_no_page_has_a_barrier_in_any_way_of_looking_at_it(page, visited):
    assert barriers_in(WAYS, page, visited) == {}
