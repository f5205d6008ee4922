"""Chapter 10, by loops and lists."""
# ruff: noqa: D103


def to_state_dict(weights, biases):
    state = {}
    number = 0
    for i in range(len(weights)):
        state[str(number) + ".weight"] = weights[i].tolist()
        state[str(number) + ".bias"] = [b for b in biases[i]]  # noqa: C416
        number = number + 2
    return state


def weight_decay(lam, n):
    h = 0.001
    rise = (1 + h) ** 2 - (1 - h) ** 2
    slope_of_square = rise / (2 * h)
    return lam / (2 * n) * slope_of_square


def keras_l2(lam, n):
    factor = weight_decay(lam, n)
    factor *= 0.5
    return factor


def keras_l1(lam, n):
    share = 1 / n
    return share * lam


def drop_rate(keep):
    kept, dropped = 100 * keep, 100
    dropped -= kept
    return dropped / 100
