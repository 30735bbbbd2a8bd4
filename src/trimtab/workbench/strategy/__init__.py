"""The strategy: answering, writing, asking others, reviewing, forecasting, and its papers."""
