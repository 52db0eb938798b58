"""The words of Fuma, by language: data, in Fluent."""
