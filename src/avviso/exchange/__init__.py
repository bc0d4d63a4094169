"""Findings in the forms that others read: one file a form. Imports nothing of ours but records and their ids."""
