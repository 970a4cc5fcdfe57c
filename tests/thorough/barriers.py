"""Every page in every state before axe, in each colour scheme and width: `tests/test_readers.py` goes through a sixth of
it. Needs nothing but Chromium, and minutes."""

import pytest

from tests import places
from tests.test_readers import WAYS, barriers, in_states, shown

pytestmark = pytest.mark.browser


@in_states(*places.STATES)
def test_no_page_has_a_barrier_in_any_way_of_looking_at_it(page, visited):
    found = {}
    for address in visited:
        for way in WAYS:
            shown(page, *way)
            found[address, *way] = barriers(page)
    assert {where: faults for where, faults in found.items() if faults} == {}
