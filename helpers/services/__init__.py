"""What the commands do, one service a module. Each takes words of the command line and says what it does."""
