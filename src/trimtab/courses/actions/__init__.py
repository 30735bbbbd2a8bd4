"""What changes courses: bringing packages in, launching, what units say, and how sessions end."""
