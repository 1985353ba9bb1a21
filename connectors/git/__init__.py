"""A look at the git checkout around the documents. Reads only, and runs nothing that a repository configures."""
