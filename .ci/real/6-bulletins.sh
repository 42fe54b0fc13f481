# The bulletins of two days.
