"""Ways a message leaves the house, a folder each. README.md says how to add one."""
