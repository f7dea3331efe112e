"""The use-cases, one errand a file."""
