"""Questions that list and compare: which runs there were, what they were, how they differ.

Where something came from and where it went is ``ledger.trace``.
"""
