"""What a student imports: checks, hints, panels and plots for the course."""

from neurona.checks import check, hint

__all__ = ["check", "hint"]

__version__ = "0.1.0"
