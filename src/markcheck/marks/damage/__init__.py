"""Readings of damaged marks: what :mod:`markcheck.marks.repair` weighs."""
