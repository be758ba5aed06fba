"""The press: executes notebooks and prints what they show as one packet. It knows notebooks and files, not claims."""
