"""The reading room: what the pages, lists and files that the public sees are made of."""
