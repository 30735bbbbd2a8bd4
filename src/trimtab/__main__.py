"""`python -m trimtab` is the command `trimtab`."""

from trimtab.console.main import main

main()
