"""Intake: a press release or a report of an event is read, and each value of a draft is tied to the words it came from.

Pure functions over text: nothing here knows the database. The same text and the same words give the same reading.
"""
