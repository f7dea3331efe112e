"""What Prongsai promises, tried with real parts."""
