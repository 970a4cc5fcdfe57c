"""The newsroom: the admin in which staff write the record, and the rules that all its forms and lists share."""
