"""The marking language: text to marking and back, and the order of markings."""
