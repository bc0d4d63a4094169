"""Article -> Document: language, parts, sentences, syntax, clauses, times, places, actors."""
