"""MNIST's digits, which are not bundled. Ask for them by ``neurona.data.mnist``."""

from neurona.mnist.download import DataUnavailable
from neurona.mnist.load import Mnist, mnist

__all__ = ["DataUnavailable", "Mnist", "mnist"]
