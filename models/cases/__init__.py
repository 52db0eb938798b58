"""What a supervisor has to look into, whichever subject opens it."""
