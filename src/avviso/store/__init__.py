"""The only room that opens a database: schema, archive, search. Imports nothing of ours but records and their ids."""
