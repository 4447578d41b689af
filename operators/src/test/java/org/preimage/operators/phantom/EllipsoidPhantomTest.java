package org.preimage.operators.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.Model;
import org.preimage.operators.tomography.ParallelBeam;

/** Ellipsoids have the volume and the chords that they should, and what projectors measure of their picture. */
class EllipsoidPhantomTest {
    private static final Ellipsoid EGG = new Ellipsoid(3, -2, 1.5, 6, 9, 4, 25, 0.7);

    @Test
    void chordsAreSumsOfSamples() {
        double[] p = {-40, 11, -6};
        double[] d = {0.9, -0.28, 0.16};
        double step = 1e-3;
        double sum = 0;
        for (double q = 0; q < 100; q += step) {
            double x = p[0] + q * d[0] - 3;
            double y = p[1] + q * d[1] + 2;
            double z = p[2] + q * d[2] - 1.5;
            double cos = Math.cos(Math.toRadians(25));
            double sin = Math.sin(Math.toRadians(25));
            double u = (x * cos + y * sin) / 6;
            double v = (y * cos - x * sin) / 9;
            sum += u * u + v * v + z * z / 16 <= 1 ? 0.7 * step : 0;
        }
        double length = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
        assertTrue(sum > 3);
        assertEquals(sum * length, EGG.lineIntegral(p[0], p[1], p[2], d[0], d[1], d[2]), 2e-3);
        assertEquals(sum * length, EGG.lineIntegral(p[0], p[1], p[2], -5 * d[0], -5 * d[1], -5 * d[2]), 2e-3);
        assertEquals(0, EGG.lineIntegral(p[0], p[1], p[2], d[0], d[1], 0.4));
    }

    @Test
    void chordsFromAFarSourceKeepTheirDigits() {
        Ellipsoid ball = Ellipsoid.ball(0, 0, 0, 1, 1);
        assertEquals(2 * 0.6, ball.lineIntegral(0.8, -1e7, 0, 0, 1, 0), 1e-7);
        assertEquals(2 * 0.6, ball.lineIntegral(0, 0, 0.8, 1, 1, 0), 1e-12);
    }

    @Test
    void theRenderedVolumeIsTheEllipsoids() {
        Space space = Space.image(60, 50, 0.5).with(new Axis(Role.Z, 30, 0.4));
        Image image = EllipsoidPhantom.of(EGG).render(space, 3);
        double sum = 0;
        double x = 0;
        double y = 0;
        double z = 0;
        for (int i = 0; i < image.data().length; i++) {
            float v = image.data()[i];
            sum += v;
            x += v * (i % 60 - 29.5) * 0.5;
            y += v * (24.5 - i / 60 % 50) * 0.5;
            z += v * (i / 3000 - 14.5) * 0.4;
        }
        assertEquals(0.7 * 4 / 3 * Math.PI * 6 * 9 * 4, sum * 0.1, 0.2);
        assertEquals(3, x / sum, 1e-2);
        assertEquals(-2, y / sum, 1e-2);
        assertEquals(1.5, z / sum, 1e-2);
        assertEquals(0.7f, image.data()[(18 * 50 + 28) * 60 + 35], 1e-6f);
    }

    @Test
    void sectionsShrinkToTheTop() {
        assertEquals(6 * 0.8, EGG.section(1.5 + 4 * 0.6).orElseThrow().a(), 1e-12);
        assertTrue(EGG.section(5.6).isEmpty());
        assertTrue(EGG.section(-2.5).isEmpty());
        assertEquals(2, EllipsoidPhantom.of(EGG, EGG).section(0).ellipses().size());
    }

    @Test
    void parallelShadowsOfASliceAreThoseOfItsSection() {
        ParallelBeam plane = ParallelBeam.halfTurn(Space.image(32, 32, 1), 47, 1, 9);
        ParallelBeam stack = plane.stack(5, 1.1);
        EllipsoidPhantom phantom = SheppLogan3D.modified(32);
        float[] all = phantom.sinogram(stack).data();
        for (int k = 0; k < 5; k++) {
            Image one = phantom.section((k - 2) * 1.1).sinogram(plane);
            float[] rows = new float[9 * 47];
            for (int a = 0; a < 9; a++) {
                System.arraycopy(all, (a * 5 + k) * 47, rows, a * 47, 47);
            }
            assertArrayEquals(one.data(), rows, 2e-5f);
        }
    }

    /** Off the axis and off the middle plane; the panel is off as well. */
    @ParameterizedTest
    @EnumSource(Model.class)
    void projectorsMeasureTheShadowsOfTheRenderedPhantom(Model model) {
        EllipsoidPhantom phantom = EllipsoidPhantom.of(
                new Ellipsoid(0, 0, 0, 50, 42, 47, 20, 1),
                new Ellipsoid(-14, 12, 9, 14, 19, 12, -40, 0.5),
                new Ellipsoid(18, 8, -11, 11, 9, 20, 10, -0.4),
                Ellipsoid.ball(4, -22, 5, 10, 0.8));
        ConeBeam beam = new ConeBeam(
                Space.volume(160, 160, 160, 0.75),
                new Detector(150, 1.3, 71.2, 130, 1.4, 66.3),
                260,
                400,
                Beam.uniformAngles(3, 363, 9));
        Image volume = phantom.render(beam.image(), 4);
        float[] measured = beam.projector(model).apply(volume).data();
        double error = Vectors.relativeDistance(measured, phantom.sinogram(beam).data());
        assertTrue(error < 0.01, model + ": relative RMS error " + error);
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void aFarSourceSeesEachSliceByParallelRays(Model model) {
        Space space = Space.volume(40, 36, 5, 1);
        double[] angles = {0, 20, 45, 77, 90, 131, 200, 310};
        double far = 1e7;
        Detector panel = new Detector(61, 0.9, 28.8, 5, 1, 2);
        Image volume = SheppLogan3D.modified(40).render(space, 2);
        float[] cone = new ConeBeam(space, panel, far, far * (1 + 1e-6), angles)
                .projector(model)
                .apply(volume.data());
        ParallelBeam stack = new ParallelBeam(space, panel, angles);
        float[] parallel = new float[cone.length];
        for (int k = 0; k < 5; k++) {
            float[] slice = new float[40 * 36];
            System.arraycopy(volume.data(), k * slice.length, slice, 0, slice.length);
            float[] sinogram = stack.slice().projector().apply(slice);
            for (int a = 0; a < angles.length; a++) {
                System.arraycopy(sinogram, a * 61, parallel, (a * 5 + k) * 61, 61);
            }
        }
        // A strip is a mean over a cell's width: near to Joseph's ray, not the same.
        double error = Vectors.relativeDistance(cone, parallel);
        assertTrue(error < (model == Model.JOSEPH ? 1e-4 : 0.03), model + ": " + error);
    }

    @Test
    void refusesWhatIsNoEllipsoid() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Ellipsoid(0, 0, 0, 1, 1, -2, 0, 1))
                .getMessage();
        assertTrue(message.contains("third half axis of an ellipsoid is -2.0"), message);
        assertThrows(IllegalArgumentException.class, () -> new Ellipsoid(0, 0, Double.NaN, 1, 1, 2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Ellipsoid.ball(0, 0, 0, 0, 1));
        EllipsoidPhantom phantom = EllipsoidPhantom.of(EGG);
        assertThrows(IllegalArgumentException.class, () -> phantom.render(Space.image(4, 4, 1), 2));
        assertThrows(IllegalArgumentException.class, () -> phantom.render(Space.volume(4, 4, 4, 1), 0));
        FanBeam fan =
                new FanBeam(Space.image(4, 4, 1), Detector.line(5, 1), FanBeam.Shape.FLAT, 10, 20, new double[] {0});
        String none = assertThrows(IllegalArgumentException.class, () -> phantom.sinogram(fan))
                .getMessage();
        assertTrue(none.contains("FanBeam"), none);
    }
}
