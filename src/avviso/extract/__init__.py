"""Document -> findings: statements, events, positions, agenda, omissions, checks."""
