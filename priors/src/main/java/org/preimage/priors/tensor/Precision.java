package org.preimage.priors.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How networks are computed while they are trained. Weights, gradients, losses and operators are floats in any case. */
public enum Precision {
    /** With floats. */
    FLOAT,
    /**
     * Mixed: convolutions, and what follows them within a network, in bfloat16 with its 8 binary digits. It halves memory traffic,
     * and processors with instructions for it (AVX512-BF16, AMX) and graphics cards multiply faster; others may be slower.
     *
     * <p>Micikevicius et al. 2018, Mixed precision training, ICLR; Kalamkar et al. 2019, A study of BFLOAT16 for deep learning
     * training, arXiv:1905.12322.
     */
    MIXED;

    /**
     * By its name in lower case.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static Precision named(String name) {
        return Arrays.stream(values())
                .filter(p -> p.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision \"" + name + "\" is unknown; it is one of "
                        + Arrays.stream(values()).map(Precision::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
