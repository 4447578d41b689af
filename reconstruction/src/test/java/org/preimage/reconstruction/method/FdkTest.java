package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.Ellipsoid;
import org.preimage.operators.phantom.EllipsoidPhantom;
import org.preimage.operators.phantom.SheppLogan3D;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Status;

/** Feldkamp's method gives values in 1/mm, and iterative methods take the same data. */
class FdkTest {
    private static final int SIZE = 64;

    private static ConeBeam beam(double start, double arc, int views) {
        Space space = Space.image(SIZE, SIZE, 0.8).with(new Axis(Role.Z, 50, 1));
        Detector panel = new Detector(122, 0.9, 58.3, 110, 0.95, 57.2);
        return new ConeBeam(space, panel, 180, 250, Beam.uniformAngles(start, start + arc, views));
    }

    private static Reconstruction reconstruct(ConeBeam beam, Image data) {
        return Fdk.METHOD.withDefaults().reconstruct(new InverseProblem(beam.projector(), data));
    }

    /** Mean over a disc of this radius round the axis, in voxels, in the slice at the orbit's height or near it. */
    private static double mean(Image volume, int slice, double radius) {
        double sum = 0;
        int n = 0;
        for (int r = 0; r < SIZE; r++) {
            for (int c = 0; c < SIZE; c++) {
                if (Math.hypot(c - (SIZE - 1) / 2.0, r - (SIZE - 1) / 2.0) < radius) {
                    sum += volume.data()[(slice * SIZE + r) * SIZE + c];
                    n++;
                }
            }
        }
        return sum / n;
    }

    @ParameterizedTest
    @CsvSource({"0, 360, 180", "33, -360, 150", "10, 220, 120", "-50, 290, 150", "0, 400, 200"})
    void aBallHasItsValue(double start, double arc, int views) {
        ConeBeam beam = beam(start, arc, views);
        EllipsoidPhantom ball = EllipsoidPhantom.of(Ellipsoid.ball(1, -2, 0.5, 20, 0.03));
        Reconstruction found = reconstruct(beam, ball.sinogram(beam));
        assertEquals(0.03, mean(found.image(), 25, 18), 0.0002);
        assertEquals(0.03, mean(found.image(), 18, 14), 0.0003);
        // Nothing around it.
        assertEquals(0, found.image().data()[(25 * SIZE + 3) * SIZE + 32], 0.0006);
        assertEquals("fdk", found.how().method());
        assertEquals(Map.of("window", "ram-lak", "cutoff", "1.0"), found.how().parameters());
        assertTrue(found.how().notes().get("views").startsWith(Math.abs(arc) < 360 ? "one arc of" : "full turn"));
    }

    @Test
    void theHeadIsRightWhereTheOrbitIs() {
        ConeBeam beam = beam(0, 360, 240);
        EllipsoidPhantom head = SheppLogan3D.modified(50);
        Image found = reconstruct(beam, head.sinogram(beam)).image();
        Image truth = head.render(beam.image(), 3);
        for (int slice : new int[] {18, 24}) {
            assertEquals(mean(truth, slice, 12), mean(found, slice, 12), 0.01 * mean(truth, slice, 12));
            double squares = 0;
            int n = 0;
            for (int r = 20; r < 44; r++) {
                for (int c = 20; c < 44; c++) {
                    int i = (slice * SIZE + r) * SIZE + c;
                    squares += Math.pow(found.data()[i] - truth.data()[i], 2);
                    n++;
                }
            }
            assertTrue(Math.sqrt(squares / n) < 0.05, "slice " + slice + ": " + Math.sqrt(squares / n));
        }
    }

    /** Row by row and slab by slab, from a beam that has neither all rows nor all slices. */
    @Test
    void slabsAreThoseOfTheWhole() {
        ConeBeam beam = beam(0, 360, 30);
        float[] data = SheppLogan3D.modified(50).sinogram(beam).data();
        Reconstruction whole = reconstruct(beam, new Image(beam.sinogram(), data));
        Detector panel = beam.detector();
        ConeBeam thin = beam.with(Space.image(SIZE, SIZE, 0.8).with(new Axis(Role.Z, 1, 1)), panel.withRows(50, 1));
        FeldkampSlabs slabs = new FeldkampSlabs(new Fdk(RampFilter.Window.RAM_LAK, 1), thin, panel, 50);
        assertEquals(whole.how().notes().get("views"), slabs.coverage());
        int fewest = panel.rows();
        for (int first = 0; first < 50; first += 12) {
            int count = Math.min(12, 50 - first);
            int[] needed = slabs.rows(first, count);
            fewest = Math.min(fewest, needed[1] - needed[0]);
            float[][] rows = new float[panel.rows()][];
            for (int r = needed[0]; r < needed[1]; r++) {
                float[] sinogram = new float[30 * 122];
                for (int v = 0; v < 30; v++) {
                    System.arraycopy(data, (v * 110 + r) * 122, sinogram, v * 122, 122);
                }
                rows[r] = slabs.filtered(r, sinogram);
            }
            float[] found = slabs.slices(first, count, r -> rows[r]);
            for (int i = 0; i < found.length; i++) {
                assertEquals(whole.image().data()[first * SIZE * SIZE + i], found[i], 1e-6);
            }
        }
        assertTrue(fewest < 50, "rows are not spared: " + fewest);
    }

    @Test
    void stopsBetweenBlocksOfViews() {
        Space space = Space.volume(8, 8, 6, 4);
        ConeBeam beam = new ConeBeam(space, Detector.panel(900, 700, 0.1), 100, 150, Beam.uniformAngles(0, 360, 15));
        InverseProblem problem = new InverseProblem(beam.projector(), Image.zeros(beam.sinogram()));
        Reconstruction stopped = Fdk.METHOD.withDefaults().reconstruct(problem, p -> {
            assertEquals(12, p.iteration());
            return false;
        });
        assertEquals(Status.CANCELLED, stopped.status());
        ConeBeam more = beam.withAngles(Beam.uniformAngles(0, 360, 30));
        FeldkampSlabs slabs = new FeldkampSlabs(new Fdk(RampFilter.Window.HANN, 1), more, beam.detector(), 6);
        float[] row = new float[900 * 30];
        List<Integer> told = new ArrayList<>();
        assertNull(slabs.slices(0, 6, r -> row, p -> {
            told.add(p.iteration());
            return false;
        }));
        assertEquals(1, told.size());
        assertTrue(told.get(0) < 30);
    }

    @Test
    void fewerViewsThanABlockOrMoreGiveTheSame() {
        // 8 million values to a block: 13 views of this panel.
        Space space = Space.volume(8, 8, 6, 4);
        ConeBeam beam = new ConeBeam(space, Detector.panel(900, 700, 0.1), 100, 150, Beam.uniformAngles(0, 360, 15));
        Image data = EllipsoidPhantom.of(Ellipsoid.ball(0, 0, 0, 10, 1)).sinogram(beam);
        float[] whole = reconstruct(beam, data).image().data();
        float[] sum = space.zeros();
        int size = 900 * 700;
        for (int part = 0; part < 3; part++) {
            // A third of the views at a time, all others zero: the method is linear.
            float[] some = new float[data.data().length];
            System.arraycopy(data.data(), 5 * part * size, some, 5 * part * size, 5 * size);
            float[] found =
                    reconstruct(beam, new Image(data.space(), some)).image().data();
            Vectors.combine(1, sum, 1, found, sum);
        }
        assertEquals(0, Vectors.relativeDistance(sum, whole), 1e-5);
        float[] one = Parallelization.runSingleThreaded(() -> reconstruct(beam, data))
                .image()
                .data();
        assertArrayEquals(whole, one);
    }

    @Test
    void windowsTameNoise() {
        ConeBeam beam = beam(0, 360, 90);
        Image noise = Image.zeros(beam.sinogram());
        new GaussianNoise(0.1)
                .sample(
                        noise.data(),
                        RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1),
                        noise.data());
        InverseProblem problem = new InverseProblem(beam.projector(), noise);
        double sharp = Vectors.norm(
                Fdk.METHOD.withDefaults().reconstruct(problem).image().data());
        double smooth = Vectors.norm(Fdk.METHOD
                .with(Map.of("window", "hann", "cutoff", "0.7"))
                .reconstruct(problem)
                .image()
                .data());
        assertTrue(smooth < 0.6 * sharp, smooth + " of " + sharp);
    }

    @Test
    void refusesOtherBeams() {
        ParallelBeam parallel = ParallelBeam.halfTurn(Space.image(8, 8, 1), 12, 1, 6);
        InverseProblem problem = new InverseProblem(parallel.projector(), Image.zeros(parallel.sinogram()));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Fdk.METHOD.withDefaults().reconstruct(problem))
                .getMessage();
        assertTrue(message.startsWith("method fdk needs a cone-beam projector"), message);
        assertThrows(IllegalArgumentException.class, () -> Fdk.METHOD.with(Map.of("cutoff", "0")));
    }

    /** Few views, a short arc and both models: what iterative methods are for. */
    @ParameterizedTest
    @ValueSource(strings = {"cgls", "tv"})
    void iterativeMethodsTakeConeBeams(String name) {
        Space space = Space.image(24, 24, 2).with(new Axis(Role.Z, 14, 3));
        ConeBeam beam = new ConeBeam(space, Detector.panel(40, 30, 2.4), 150, 220, Beam.uniformAngles(0, 200, 25));
        EllipsoidPhantom phantom =
                EllipsoidPhantom.of(new Ellipsoid(0, 0, 0, 18, 15, 16, 0, 0.02), Ellipsoid.ball(5, 3, -4, 6, 0.02));
        Image truth = phantom.render(space, 4);
        for (Model model : Model.values()) {
            Image data = beam.projector(model).apply(truth);
            Map<String, String> settings =
                    name.equals("cgls") ? Map.of("iterations", "25") : Map.of("weight", "1e-4", "iterations", "250");
            Reconstruction found = Methods.named(Methods.classical(), name)
                    .with(settings)
                    .reconstruct(new InverseProblem(beam.projector(model), data));
            double error = Vectors.relativeDistance(found.image().data(), truth.data());
            assertTrue(error < 0.1, name + ", " + model + ": " + error);
        }
    }
}
