"""What the stages of markcheck hand to each other; these modules import nothing but each other."""
