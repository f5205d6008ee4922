"""Chapter 01, by loops and lists."""
# ruff: noqa: D103, SIM103


def perceptron(x, w, b):
    evidence = b
    for i in range(len(x)):
        evidence = evidence + x[i] * w[i]
    if evidence > 0:
        return True
    return False


def update(x, d, w, b, lr):
    y = perceptron(x, w, b)
    new_w = [w_i + lr * (d - y) * x_i for w_i, x_i in zip(w, x, strict=True)]
    return [new_w, b + lr * (d - y)]


def train(X, d, w, b, lr, max_epochs):
    errors = []
    for _ in range(max_epochs):
        misses = 0
        for i in range(len(X)):
            if perceptron(X[i], w, b) != d[i]:
                misses += 1
                w, b = update(X[i], d[i], w, b, lr)
        errors.append(misses)
        if misses == 0:
            break
    return w, b, errors


def nand_weights():
    return [-1, -1], 1.5


def xor(x1, x2):
    w, b = nand_weights()

    def nand(a, c):
        return perceptron([a, c], w, b)

    both = nand(x1, x2)
    return nand(nand(x1, both), nand(both, x2))
