"""Finding passages: how Chinese and English are cut into words, and the documents that are looked through."""
