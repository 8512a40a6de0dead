"""What is measured, and the data that is computed ahead."""
