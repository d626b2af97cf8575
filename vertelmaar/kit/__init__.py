"""The share kit: what a school hangs up, hands out and prints in its guide, with its own address.

Help that nobody knows of helps nobody. A sheet is described once, in millimetres, as marks on a
page; the same description becomes a PDF to print and an SVG for the screen.
"""
