package org.preimage.uncertainty.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class StandardNormalTest {
    private static final NormalDistribution OTHER = new NormalDistribution(null, 0, 1);

    @Property(tries = 300)
    void agreesWithAnotherProgram(@ForAll @DoubleRange(min = -12, max = 12) double z) {
        assertEquals(OTHER.cumulativeProbability(z), StandardNormal.probability(z), 2e-15);
        assertEquals(OTHER.density(z), StandardNormal.density(z), 1e-15);
        assertEquals(1, StandardNormal.probability(z) + StandardNormal.probability(-z), 1e-15);
    }

    @Property(tries = 100)
    void halfWidthInvertsTheProbability(@ForAll @DoubleRange(min = 0, max = 0.99) double level) {
        double z = StandardNormal.halfWidth(level);
        assertEquals(level, StandardNormal.probability(z) - StandardNormal.probability(-z), 1e-12);
    }

    /** Textbook values. */
    @Test
    void knownValues() {
        assertEquals(0.5, StandardNormal.probability(0));
        assertEquals(0.975, StandardNormal.probability(1.959963984540054), 1e-15);
        assertEquals(1.6448536269514722, StandardNormal.halfWidth(0.9), 1e-12);
        assertEquals(0, StandardNormal.halfWidth(0));
        assertEquals(Double.POSITIVE_INFINITY, StandardNormal.halfWidth(1));
        assertEquals(0, StandardNormal.probability(Double.NEGATIVE_INFINITY));
        assertEquals(1, StandardNormal.probability(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> StandardNormal.halfWidth(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> StandardNormal.halfWidth(1.1));
    }
}
