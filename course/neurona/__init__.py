"""What a student imports: checks, panels and plots for the course."""

__version__ = "0.1.0"
