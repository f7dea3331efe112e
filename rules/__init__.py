"""Law and policy as pure functions and data; the standard library only."""
