"""The nouns that carry everything from stage to stage."""
