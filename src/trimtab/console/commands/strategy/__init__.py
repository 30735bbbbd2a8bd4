"""The strategy as a file: checked, compared, forecast, adopted, evaluated."""
