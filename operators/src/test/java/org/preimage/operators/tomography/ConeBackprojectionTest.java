package org.preimage.operators.tomography;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/** Back-projection equals its slow twin; the weights before it count each line once. */
class ConeBackprojectionTest {
    private static final double[] SCATTERED = {-17, 0, 45, 69, 90, 135, 166, 180, 225, 286, 400.5};

    private static float[] gaussian(Space space) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        float[] x = space.zeros();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    static Stream<ConeBeam> beams() {
        Space flat = Space.image(30, 17, 0.7).with(new Axis(Role.Z, 9, 1.9));
        return Stream.of(
                new ConeBeam(Space.volume(21, 21, 21, 1), Detector.panel(32, 30, 1.4), 60, 90, SCATTERED),
                new ConeBeam(flat, new Detector(40, 0.9, 21.3, 25, 1.3, 10.2), 16, 30, SCATTERED),
                new ConeBeam(flat, new Detector(12, 0.9, 10.3, 5, 1.3, -1.2), 16, 30, SCATTERED),
                new ConeBeam(flat, new Detector(12, 0.9, 200, 5, 1.3, 2), 16, 30, SCATTERED));
    }

    @ParameterizedTest
    @MethodSource("beams")
    void equalsTheSlowTwin(ConeBeam beam) {
        float[] q = gaussian(beam.sinogram());
        float[] expected = new SlowCone(beam, Model.JOSEPH).backproject(q);
        float[] found = beam.image().zeros();
        ConeBackprojection backprojection = new ConeBackprojection(beam);
        backprojection.add(q, 0, beam.views(), found);
        assertEquals(0, Math.sqrt(Vectors.distanceSquared(expected, found)), 1e-6 * Vectors.norm(expected));
        // In parts: the second one begins in the middle of four views.
        float[] parts = beam.image().zeros();
        int size = q.length / beam.views();
        for (int[] part : new int[][] {{0, 6}, {6, 5}}) {
            float[] some = new float[part[1] * size];
            System.arraycopy(q, part[0] * size, some, 0, some.length);
            backprojection.add(some, part[0], part[1], parts);
        }
        assertEquals(0, Math.sqrt(Vectors.distanceSquared(expected, parts)), 1e-6 * Vectors.norm(expected));
    }

    @Test
    void floatsAreTheSameForAnyNumberOfThreads() {
        ConeBeam beam = new ConeBeam(
                Space.volume(75, 90, 70, 1), Detector.panel(90, 60, 1.6), 150, 260, Beam.uniformAngles(0, 360, 7));
        float[] q = gaussian(beam.sinogram());
        ConeBackprojection backprojection = new ConeBackprojection(beam);
        float[] one = beam.image().zeros();
        float[] five = beam.image().zeros();
        Parallelization.runSingleThreaded(() -> backprojection.add(q, 0, 7, one));
        Parallelization.runWithNumThreads(5, () -> backprojection.add(q, 0, 7, five));
        assertArrayEquals(one, five);
    }

    /** Slab by slab, from the slab's rows alone. */
    @ParameterizedTest
    @MethodSource("beams")
    void slabsAreThoseOfTheWhole(ConeBeam beam) {
        float[] q = gaussian(beam.sinogram());
        float[] whole = beam.image().zeros();
        new ConeBackprojection(beam).add(q, 0, beam.views(), whole);
        int slices = beam.image().size(2);
        int plane = whole.length / slices;
        int fewest = beam.detector().rows();
        for (int first = 0; first < slices; first += 4) {
            int count = Math.min(4, slices - first);
            ConeSlab slab = ConeSlab.of(beam, first, count);
            int rows = slab.beam().detector().rows();
            fewest = Math.min(fewest, rows);
            int cells = beam.detectors();
            float[] some = slab.beam().sinogram().zeros();
            for (int v = 0; v < beam.views(); v++) {
                int at = (v * beam.detector().rows() + slab.firstRow()) * cells;
                System.arraycopy(q, at, some, v * rows * cells, rows * cells);
            }
            float[] found = slab.beam().image().zeros();
            new ConeBackprojection(slab).add(some, 0, beam.views(), found);
            for (int i = 0; i < found.length; i++) {
                assertEquals(whole[first * plane + i], found[i], 1e-4 * (1 + Math.abs(found[i])));
            }
        }
        assertTrue(fewest < beam.detector().rows(), "no slab needs fewer rows than all");
        int all = slices;
        assertThrows(IllegalArgumentException.class, () -> ConeSlab.of(beam, all - 1, 2));
    }

    @Test
    void refusesViewsThatAreNotThere() {
        ConeBeam beam = beams().findFirst().orElseThrow();
        ConeBackprojection backprojection = new ConeBackprojection(beam);
        float[] volume = beam.image().zeros();
        float[] q = beam.sinogram().zeros();
        String views = assertThrows(IllegalArgumentException.class, () -> backprojection.add(q, 9, 3, volume))
                .getMessage();
        assertEquals("views 9 to 11 are asked for, but the scan has 11 views", views);
        String short_ = assertThrows(
                        IllegalArgumentException.class, () -> backprojection.add(new float[960], 0, 2, volume))
                .getMessage();
        assertEquals("projections has 960 values, but 2 views need 1920", short_);
        assertThrows(IllegalArgumentException.class, () -> backprojection.add(q, 0, 2, new float[3]));
    }

    @Test
    void coverageIsThatOfTheCentralPlane() {
        ConeBeam beam = beams().findFirst().orElseThrow();
        assertTrue(new FeldkampWeights(beam.withAngles(Beam.uniformAngles(0, 150, 150)))
                .coverage()
                .contains("one arc of 150.0 degrees"));
        assertTrue(new FeldkampWeights(beam.withAngles(Beam.uniformAngles(5, -355, 100)))
                .coverage()
                .startsWith("full turn"));
    }
}
