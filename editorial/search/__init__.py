"""Search: one entry for every record, the questions people ask, and what of the text answers them."""
