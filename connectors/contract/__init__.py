"""Tests that are shipped: what every tracker and every document source has to keep. They need pytest."""
