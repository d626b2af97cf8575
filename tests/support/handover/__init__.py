"""Talks that everybody pulls at, beside a model of what must come of them."""
