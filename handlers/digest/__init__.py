"""The morning's digest: what goes into it for whom, in which order, and in which words."""
