"""The SQL of the success report: what is in scope, what counts, sums, and the rows behind them."""
