"""Right answers written in another way than the reference: by loops and lists."""
