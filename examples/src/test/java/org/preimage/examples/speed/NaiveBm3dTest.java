package org.preimage.examples.speed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.denoise.Bm3d;

/** The fast BM3D is the paper's. */
class NaiveBm3dTest {
    @ParameterizedTest
    @ValueSource(doubles = {25, 60})
    void theFastOneAgreesWithIt(double sigma) {
        Space space = Space.image(23, 20, 1);
        Image image = SheppLogan.modified(32).render(space, 4);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] = 40 + 160 * image.data()[i];
        }
        new GaussianNoise(sigma)
                .sample(
                        image.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3),
                        image.data());
        float[] fast = space.zeros();
        new Bm3d(space, 255).denoise(image.data(), sigma, fast);
        double distance = Math.sqrt(
                Vectors.distanceSquared(fast, NaiveBm3d.denoise(image, sigma).data()) / fast.length);
        // Half a percent of the noise: single coefficients lie on the edge of a threshold.
        assertTrue(distance < 0.005 * sigma, "root mean square difference " + distance);
    }
}
