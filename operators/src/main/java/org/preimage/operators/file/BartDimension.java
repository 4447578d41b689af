package org.preimage.operators.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.preimage.operators.space.Role;

/** What BART's sixteen dimensions count, and which {@link Role} that is. */
enum BartDimension {
    READ(Role.KX, Role.X),
    PHASE1(Role.KY, Role.Y),
    PHASE2(Role.KZ, Role.Z),
    COIL(Role.COIL),
    MAPS(Role.MAP),
    TE(Role.CHANNEL),
    COEFF(Role.COMPONENT),
    COEFF2(Role.SAMPLE),
    ITER(Role.SAMPLE),
    CSHIFT(Role.SAMPLE),
    TIME(Role.TIME),
    TIME2(Role.SAMPLE),
    LEVEL(Role.SAMPLE),
    SLICE(Role.SAMPLE),
    AVG(Role.SAMPLE),
    BATCH(Role.SAMPLE);

    /** How many there are. */
    static final int COUNT = values().length;

    private final Role frequency;
    private final Role position;

    BartDimension(Role role) {
        this(role, role);
    }

    BartDimension(Role frequency, Role position) {
        this.frequency = frequency;
        this.position = position;
    }

    /** The role in k-space. */
    Role frequency() {
        return frequency;
    }

    /** The role in an image. */
    Role position() {
        return position;
    }

    /**
     * Where an axis of this role is written.
     *
     * @throws IllegalArgumentException if BART has no dimension for it
     */
    static BartDimension of(Role role) {
        switch (role) {
            case SAMPLE:
                // Along a trajectory the first dimension has the size 1, and samples and shots are the next two.
                return PHASE1;
            case SHOT:
                return PHASE2;
            default:
                for (BartDimension d : values()) {
                    if (d.frequency == role || d.position == role) {
                        return d;
                    }
                }
                throw new IllegalArgumentException("an axis is " + role + ", for which BART has no dimension");
        }
    }

    /** Dimensions other than 1 by name, as "64 READ x 64 PHASE1 x 8 COIL". */
    static String words(int[] dimensions) {
        List<String> words = new ArrayList<>();
        for (int d = 0; d < dimensions.length; d++) {
            if (dimensions[d] > 1) {
                words.add(dimensions[d] + " " + values()[d]);
            }
        }
        return words.isEmpty() ? "1 value" : words.stream().collect(Collectors.joining(" x "));
    }
}
