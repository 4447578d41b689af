package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** The normal operator by convolution, beside the projector and its adjoint. */
class ConvolutionNormalTest {
    private static ParallelBeam beam(Space image, double spacing, int views) {
        int cells = ParallelBeam.coveringDetectors(image, spacing) + (int) (4 * image.spacing(0) / spacing);
        return new ParallelBeam(image, cells, spacing, (cells - 1) / 2.0, ParallelBeam.uniformAngles(7, 187, views));
    }

    @Nested
    class SliceContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ConvolutionNormal(beam(Space.image(15, 12, 0.7), 0.5, 20));
        }
    }

    @Nested
    class StackContract extends LinearOperatorContract {
        @Override
        protected LinearOperator operator() {
            return new ConvolutionNormal(beam(Space.image(9, 8, 1), 1, 14).stack(3, 1.3));
        }
    }

    /** Cells so fine that the sum over them is an integral. */
    @Test
    void isTheNormalOperatorOfAFineDetector() {
        Space image = Space.image(40, 32, 0.5);
        ParallelBeam beam = beam(image, 0.5 / 16, 24);
        Projector a = beam.projector();
        ConvolutionNormal normal = new ConvolutionNormal(beam);
        float[] x = ParallelProjectorTest.gaussian(image, 1);
        double difference = Vectors.relativeDistance(normal.apply(x), a.gram().apply(x));
        assertTrue(difference < 8e-4, "normal " + difference);
        float[] b = a.apply(x);
        double error = Vectors.relativeDistance(normal.rightSide(b), a.adjoint(b));

        assertTrue(error < 2e-3, "right side " + error);
    }

    /** What sampling does to A* A shrinks with the cells and with the number of views. */
    @Test
    void approachesTheSampledOneWithFineCellsAndManyViews() {
        Space image = Space.image(64, 64, 1);
        float[] phantom = SheppLogan.modified(64).render(image, 4).data();
        float[] white = ParallelProjectorTest.gaussian(image, 2);
        double[][] expected = {
            {1, 64, 0.25, 0.015}, {1, 192, 0.17, 0.009}, {0.5, 64, 0.05, 0.007}, {0.5, 192, 0.03, 0.004}
        };
        for (double[] e : expected) {
            ParallelBeam beam = beam(image, e[0], (int) e[1]);
            LinearOperator gram = beam.projector().gram();
            ConvolutionNormal normal = new ConvolutionNormal(beam);
            String name = "spacing " + e[0] + ", views " + e[1] + ": ";
            double noise = Vectors.relativeDistance(normal.apply(white), gram.apply(white));
            double smooth = Vectors.relativeDistance(normal.apply(phantom), gram.apply(phantom));
            assertTrue(noise < e[2], name + noise);
            assertTrue(smooth < e[3], name + smooth);
            double norm = beam.projector().norm();
            assertEquals(norm * norm, normal.norm(), 0.002 * norm * norm, name);
        }
    }

    @Test
    void isPositiveSemidefinite() {
        Space image = Space.image(33, 20, 1);
        ConvolutionNormal normal = new ConvolutionNormal(beam(image, 1, 9));
        double norm = normal.norm();
        float[] alternating = image.zeros();
        for (int i = 0; i < alternating.length; i++) {
            alternating[i] = (i % 33 + i / 33) % 2 == 0 ? 1 : -1;
        }
        float[][] images = {
            alternating, ParallelProjectorTest.gaussian(image, 1), ParallelProjectorTest.gaussian(image, 2)
        };
        for (float[] x : images) {
            assertTrue(Vectors.dot(x, normal.apply(x)) > -1e-6 * norm * Vectors.normSquared(x));
        }
    }

    @Test
    void slicesOfAStackAreConvolvedByThemselves() {
        ParallelBeam one = beam(Space.image(14, 11, 1), 0.8, 12);
        ParallelBeam stack = one.stack(2, 1);
        float[] x = ParallelProjectorTest.gaussian(stack.image(), 4);
        float[] found = new ConvolutionNormal(stack).apply(x);
        int n = 14 * 11;
        for (int z = 0; z < 2; z++) {
            float[] expected = new ConvolutionNormal(one).apply(Arrays.copyOfRange(x, z * n, (z + 1) * n));
            assertArrayEquals(expected, Arrays.copyOfRange(found, z * n, (z + 1) * n));
        }
    }

    @Test
    void aDetectorThatCutsTheImageIsRefused() {
        Space image = Space.image(30, 30, 1);
        ParallelBeam small = ParallelBeam.halfTurn(image, 40, 1, 20);
        String message = assertThrows(IllegalArgumentException.class, () -> new ConvolutionNormal(small))
                .getMessage();
        assertEquals(
                "the detector reaches 19.5 cells to one side of the axis, but must reach 20.3 cells to either side to see"
                        + " all of the image: only then the normal operator is a convolution",
                message);
        ParallelBeam shifted = new ParallelBeam(image, 50, 1, 20, ParallelBeam.uniformAngles(0, 180, 20));
        assertThrows(IllegalArgumentException.class, () -> new ConvolutionNormal(shifted));
        new ConvolutionNormal(ParallelBeam.halfTurn(image, 43, 1, 20));
    }
}
