"""The pretend WeCom: an app's API, its encrypted callbacks, and what members do on their phones."""
