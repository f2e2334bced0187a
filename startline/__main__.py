"""`python -m startline` is the command `startline`."""

from startline.config.command import main

main()
