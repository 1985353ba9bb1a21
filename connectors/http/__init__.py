"""What every tracker over HTTP needs: patience with its limits, and words for connections that break."""
