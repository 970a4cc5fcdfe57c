"""The demonstration record: five published texts about four events, told in our own words, as data with a loader."""
