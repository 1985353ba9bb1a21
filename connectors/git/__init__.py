"""The git checkout around the documents: a look at it, which runs nothing that a repository configures, and the lock on its remote."""
