"""The command line: parse, call, write, exit. Heavy imports stand inside the commands that need them."""
