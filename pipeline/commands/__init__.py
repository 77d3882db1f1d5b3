"""The commands, a subject each: they parse, make one library call and print."""
