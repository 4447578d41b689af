package org.preimage.reconstruction.parameter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.noise.Poisson;
import org.preimage.operators.space.Space;

class EmissionGainTest {
    private static final Space SPACE = Space.image(96, 80, 1);

    /** A dim ramp and a bright disc. */
    private static float[] means(double brightest) {
        float[] means = SPACE.zeros();
        for (int i = 0; i < means.length; i++) {
            int x = i % 96;
            int y = i / 96;
            boolean disc = (x - 40) * (x - 40) + (y - 40) * (y - 40) < 400;
            means[i] = (float) (disc ? brightest : brightest * x / 960);
        }
        return means;
    }

    @Test
    void isFoundForFewAndManyCounts() {
        for (double gain : new double[] {0.02, 1, 7.5}) {
            for (double brightest : new double[] {40, 1000, 1e5}) {
                RandomGenerator random =
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
                float[] data = means(brightest);
                for (int i = 0; i < data.length; i++) {
                    data[i] = (float) (gain * Poisson.sample(data[i], random));
                }
                double found = EmissionGain.of(SPACE, data).gain();
                assertEquals(gain, found, 0.12 * gain, gain + " at " + brightest);
            }
        }
    }

    @Test
    void dataWithoutNoiseHaveNone() {
        assertFalse(EmissionGain.of(SPACE, SPACE.zeros()).gain() > 0);
        EmissionGain few = EmissionGain.of(Space.image(3, 2, 1), new float[] {1, 5, 2, 8, 3, 1});
        assertFalse(few.gain() > 0);
        assertTrue(few.note().contains("too few"), few.note());
    }
}
