package org.preimage.operators.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.TexturedPhantom.Part;
import org.preimage.operators.phantom.TexturedPhantom.Wave;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;

class TexturedPhantomTest {
    private static final Ellipse ELLIPSE = new Ellipse(1.5, -2, 9, 5, 30, 0.7);

    private static TexturedPhantom random(long seed) {
        return TexturedPhantom.random(
                64, 6, 45, RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed));
    }

    /** Sums of samples along the line. */
    @Test
    void lineIntegralsAreExact() {
        Part flat = new Part(ELLIPSE, false, List.of(new Wave(0.2, 0.1, 1, 0.3), new Wave(0, 0.25, 2, 0.2)));
        Part domed = new Part(ELLIPSE, true, flat.waves());
        for (Part part : List.of(flat, domed)) {
            for (double t : new double[] {0, 0.4, Math.PI / 2, 2.1, 1.1071487177940904}) {
                for (double s : new double[] {-12, -3, 0.5, 4}) {
                    double sum = 0;
                    double step = 1e-3;
                    for (double u = -15; u < 15; u += step) {
                        sum += step * part.at(s * Math.cos(t) - u * Math.sin(t), s * Math.sin(t) + u * Math.cos(t));
                    }
                    double found = new TexturedPhantom(List.of(part)).lineIntegral(Math.cos(t), Math.sin(t), s);
                    assertEquals(sum, found, 2e-3, "angle " + t + ", distance " + s);
                }
            }
        }
    }

    @Test
    void projectionsOfTheImageAreNearlyThoseOfThePhantom() {
        Space space = Space.image(64, 64, 1);
        ParallelBeam beam = ParallelBeam.halfTurn(space, 91, 1, 30);
        TexturedPhantom phantom = random(1);
        float[] projected = beam.projector().apply(phantom.render(space, 4).data());
        assertTrue(Vectors.relativeDistance(projected, phantom.sinogram(beam).data()) < 0.03);
    }

    @Test
    void theSeedMakesThePhantomAndValuesStayAboveZero() {
        assertEquals(random(3), random(3));
        Image image = random(4).render(Space.image(64, 64, 1), 2);
        for (float v : image.data()) {
            assertTrue(v >= -1e-6f, "value " + v);
        }
        assertThrows(IllegalArgumentException.class, () -> TexturedPhantom.random(0, 3, 90, null));
        assertThrows(IllegalArgumentException.class, () -> random(1).render(Space.volume(4, 4, 4, 1), 1));
    }
}
