"""Chapter 10, with a slip in each function."""
# ruff: noqa: D103

from autograde.examples.slips.slip import slip


def activations_not_counted(weights, biases):
    state = {}
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        state[f"{layer}.weight"] = W
        state[f"{layer}.bias"] = b
    return state


def lam_itself(lam, n):
    return lam


def half_left_out(lam, n):
    return lam / n


def half_put_in(lam, n):
    return lam / (2 * n)


def keeps(keep):
    return keep


NAMED = {
    "weight_decay": slip(lam_itself, "lam_itself"),
    "keras_l2": slip(half_left_out, "half_left_out"),
    "keras_l1": slip(half_put_in, "half_put_in"),
    "drop_rate": slip(keeps, "keep"),
}
IN_PART = {"to_state_dict": slip(activations_not_counted, "activations_not_counted", 1)}
