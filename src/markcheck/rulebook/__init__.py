"""The data of ``rules/`` as objects: marking systems, genres, orders, rules."""
