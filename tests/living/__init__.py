"""The installation as it lives: started by its own command, used through HTTP, mail, files and the
command line, and by nothing else."""
