"""Measures what the product promises about speed and memory, with the command that shows it."""
