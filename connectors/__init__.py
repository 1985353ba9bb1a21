"""The edges: where postmortems are read and written, and where tickets live. One folder per kind."""
