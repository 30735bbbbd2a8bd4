"""What mail services and mail programs ask of us: to hear of bounces, and to be left alone."""
