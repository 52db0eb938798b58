"""What is due for whom, of all subjects."""
