"""The programs that ours is raced against, each in a process and an environment of its own."""
