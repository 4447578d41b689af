package org.preimage.priors.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats of numbers that are read from files of weights; little-endian. */
enum NumberFormat {
    F64(8) {
        @Override
        double value(ByteBuffer bytes, int i) {
            return bytes.getDouble(8 * i);
        }
    },
    F32(4) {
        @Override
        double value(ByteBuffer bytes, int i) {
            return bytes.getFloat(4 * i);
        }
    },
    F16(2) {
        @Override
        double value(ByteBuffer bytes, int i) {
            int h = bytes.getShort(2 * i);
            int exponent = h >> 10 & 0x1f;
            int fraction = h & 0x3ff;
            double magnitude;
            if (exponent == 0x1f) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            } else if (exponent == 0) {
                magnitude = Math.scalb((double) fraction, -24);
            } else {
                magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
            }
            return (h & 0x8000) == 0 ? magnitude : -magnitude;
        }
    },
    /** The upper half of an F32. */
    BF16(2) {
        @Override
        double value(ByteBuffer bytes, int i) {
            return Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        }
    };

    static final String NAMES = Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));

    private final int bytes;

    NumberFormat(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** The i-th number. */
    abstract double value(ByteBuffer bytes, int i);

    /** Null if there is none of this name. */
    static NumberFormat named(String name) {
        return Arrays.stream(values())
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
