"""Excel workbooks as strangers send them: read in a process of their own, for whichever room takes one."""
