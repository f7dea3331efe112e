"""The schema's history: one numbered chain."""
