"""Findings that are passed over, each for a reason that stands on file: settings, sidecars, a baseline.

Nothing is ever written into a document for it. What is passed over is counted and reported, and what no longer matches
anything is a finding of its own.
"""
