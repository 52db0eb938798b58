"""The words of Fuma, against the code that says them."""
