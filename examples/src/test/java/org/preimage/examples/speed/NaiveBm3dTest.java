package org.preimage.examples.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.denoise.Bm3d;
import org.preimage.reconstruction.quality.ImageQuality;

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

    /** As close to the truth, on crops of real images. */
    @ParameterizedTest
    @ValueSource(strings = {"camera", "coins", "brick", "brain_t1_z088"})
    void theFastOneIsAsGoodOnRealImages(String name) throws IOException {
        Space space = Space.image(40, 32, 1);
        Image truth = crop(name, space);
        Image noisy = Image.zeros(space);
        new GaussianNoise(25)
                .sample(
                        truth.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1),
                        noisy.data());
        Image fast = Image.zeros(space);
        new Bm3d(space, 255).denoise(noisy.data(), 25, fast.data());
        double reference =
                ImageQuality.of(truth, NaiveBm3d.denoise(noisy, 25), 255).psnr();
        double psnr = ImageQuality.of(truth, fast, 255).psnr();
        assertEquals(reference, psnr, 0.2);
        assertTrue(psnr > ImageQuality.of(truth, noisy, 255).psnr() + 3, name + " " + psnr);
    }

    /** The middle of a bundled image. */
    private static Image crop(String name, Space space) throws IOException {
        try (InputStream in =
                NaiveBm3dTest.class.getResourceAsStream("/org/preimage/examples/images/" + name + ".png")) {
            Raster raster = ImageIO.read(in).getRaster();
            Image image = Image.zeros(space);
            int nx = space.size(0);
            int ny = space.size(1);
            raster.getSamples((raster.getWidth() - nx) / 2, (raster.getHeight() - ny) / 2, nx, ny, 0, image.data());
            return image;
        }
    }
}
