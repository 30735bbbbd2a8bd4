"""Understanding questions and finding what answers them."""
