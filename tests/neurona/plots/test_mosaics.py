import numpy as np

from neurona.plots.mosaics import mosaic, signed


def test_pictures_stand_in_rows_with_gaps():
    pictures = np.arange(1.0, 13).reshape(3, 4)
    expected = [
        [1, 2, 0, 5, 6, 0],
        [3, 4, 0, 7, 8, 0],
        [0, 0, 0, 0, 0, 0],
        [9, 10, 0, 0, 0, 0],
        [11, 12, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
    ]
    np.testing.assert_array_equal(mosaic(pictures, 2), expected)
    assert mosaic(pictures, 2, below=3).shape == (10, 6)


def test_each_neuron_is_scaled_by_its_own_largest_weight():
    weights = np.array([[1.0, -2.0], [0.0, 0.0], [0.5, 0.1]])
    np.testing.assert_allclose(signed(weights), [[0.5, -1], [0, 0], [1, 0.2]])
