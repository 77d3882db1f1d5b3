"""Presentations: slides as blocks, one page a slide."""
