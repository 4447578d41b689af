package org.preimage.operators.space;

/** Number field of a {@link Space}. A complex number is stored as two neighbouring floats: real, imaginary. */
public enum Field {
    REAL(1),
    COMPLEX(2);

    private final int floats;

    Field(int floats) {
        this.floats = floats;
    }

    /** Floats per number. */
    public int floats() {
        return floats;
    }
}
