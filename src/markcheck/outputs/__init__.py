"""Results to text and JSON; these modules return strings or models and print nothing."""
