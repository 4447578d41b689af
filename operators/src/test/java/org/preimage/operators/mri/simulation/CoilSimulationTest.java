package org.preimage.operators.mri.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class CoilSimulationTest {
    private static double rootSumOfSquares(float[] maps, int coils, int i) {
        int points = maps.length / 2 / coils;
        double sum = 0;
        for (int c = 0; c < coils; c++) {
            int at = 2 * (c * points + i);
            sum += Math.pow(maps[at], 2) + Math.pow(maps[at + 1], 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void theFieldOnTheAxisOfALoopIsThatOfTheTextbook() {
        // A loop faces the middle: on its axis the field is proportional to a^2 / (a^2 + d^2)^(3/2), d from the loop's
        // plane.
        int n = 41;
        Space image = Space.image(n, n, 1);
        Image maps = new LoopCoils(4).on(image).maps();
        double cylinder = 1.5 * n / 2.0;
        double a = 0.55 * 2 * Math.PI / 4 * cylinder;
        double first = 0;
        for (int x = 0; x < n; x += 4) {
            int at = 2 * (n / 2 * n + x);
            double d = cylinder - (x - n / 2);
            double expected = Math.pow(a * a + d * d, -1.5);
            double found = Math.hypot(maps.data()[at], maps.data()[at + 1]);
            first = x == 0 ? found / expected : first;
            assertEquals(first, found / expected, 1e-5 * first);
        }
    }

    @Test
    void eachCoilSeesItsOwnSideAndTheMiddleIsOne() {
        int n = 33;
        Space image = Space.image(n, n, 2);
        Image maps = new LoopCoils(8).on(image).maps();
        assertEquals(1, rootSumOfSquares(maps.data(), 8, n / 2 * n + n / 2), 1e-5);
        // Coil 0 lies at +x, coil 2 at +y, which is down the rows.
        assertTrue(Math.hypot(maps.data()[2 * (16 * n + 32)], maps.data()[2 * (16 * n + 32) + 1])
                > 4 * Math.hypot(maps.data()[2 * (16 * n)], maps.data()[2 * (16 * n) + 1]));
        int third = 2 * 2 * n * n;
        assertTrue(Math.hypot(maps.data()[third + 2 * (32 * n + 16)], maps.data()[third + 2 * (32 * n + 16) + 1])
                > 4 * Math.hypot(maps.data()[third + 2 * 16], maps.data()[third + 2 * 16 + 1]));
        float[] uniform = new LoopCoils(8).uniform(image).maps().data();
        for (int i = 0; i < n * n; i++) {
            assertEquals(1, rootSumOfSquares(uniform, 8, i), 1e-5);
        }
    }

    @Test
    void ringsAlongZSeeTheirOwnSlices() {
        Space volume = Space.volume(12, 12, 12, 3);
        float[] maps = new LoopCoils(8, 2, 1.5).on(volume).maps().data();
        double below = 0;
        double above = 0;
        for (int c = 0; c < 4; c++) {
            for (int i = 0; i < 144; i++) {
                below += Math.hypot(maps[2 * (c * 1728 + i)], maps[2 * (c * 1728 + i) + 1]);
                above += Math.hypot(maps[2 * (c * 1728 + 1584 + i)], maps[2 * (c * 1728 + 1584 + i) + 1]);
            }
        }
        assertTrue(below > 1.5 * above, below + " " + above);
    }

    @Test
    void noiseHasItsCovariance() {
        Space data = Space.of(new Axis(Role.KX, 50), new Axis(Role.KY, 400), new Axis(Role.COIL, 3))
                .complex();
        Image covariance = new Image(
                Space.of(new Axis(Role.COIL, 3), new Axis(Role.COIL, 3)).complex(),
                new float[] {4, 0, 1, 1, 0, -1, 1, -1, 3, 0, 0.5f, 0, 0, 1, 0.5f, 0, 2, 0});
        float[] clean = data.zeros();
        Arrays.fill(clean, 0, 40000, 1);
        float[] noisy = CoilNoise.of(data, covariance).sample(clean, new SplittableRandom(4));
        int n = 20000;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double re = 0;
                double im = 0;
                for (int k = 0; k < n; k++) {
                    int p = 2 * (i * n + k);
                    int q = 2 * (j * n + k);
                    double a = noisy[p] - clean[p];
                    double b = noisy[p + 1] - clean[p + 1];
                    double c = noisy[q] - clean[q];
                    double d = noisy[q + 1] - clean[q + 1];
                    re += a * c + b * d;
                    im += b * c - a * d;
                }
                assertEquals(covariance.data()[2 * (3 * i + j)], re / (2 * n), 0.09);
                assertEquals(covariance.data()[2 * (3 * i + j) + 1], im / (2 * n), 0.09);
            }
        }
        assertArrayEquals(noisy, CoilNoise.of(data, covariance).sample(clean, new SplittableRandom(4)));
    }

    @Test
    void whatIsNotMeasuredGetsNoNoise() {
        Space data = Space.of(new Axis(Role.KX, 2), new Axis(Role.KY, 1), new Axis(Role.COIL, 2))
                .complex();
        float[] noisy = CoilNoise.neighbours(data, 0.1, 0.3)
                .sample(new float[] {1, 0, 0, 0, 0, 0, 0, 0}, new SplittableRandom(1));
        assertTrue(noisy[0] != 1 && noisy[4] != 0);
        assertArrayEquals(new float[] {0, 0, 0, 0}, new float[] {noisy[2], noisy[3], noisy[6], noisy[7]});
    }

    @Test
    void aPhaseKeepsTheMagnitudeAndIsSmooth() {
        Image magnitude = Image.zeros(Space.image(40, 30, 1));
        Arrays.fill(magnitude.data(), 2);
        ObjectPhase phase =
                PolynomialPhase.random(2, 0.7, new SplittableRandom(3)).plus(new DipolePhase(0.1, 0.4, 0.1, 0.2, 1));
        Image image = phase.applyTo(magnitude);
        for (int i = 0; i < 1200; i++) {
            assertEquals(2, Math.hypot(image.data()[2 * i], image.data()[2 * i + 1]), 1e-5);
        }
        double angle = Math.atan2(image.data()[2 * 20 + 1], image.data()[2 * 20]);
        double at = phase.at(2 * 0.5 / 40, 2 * -14.5 / 30, 0);
        assertEquals(0, Math.sin(at - angle), 1e-5);
        // The poles of the ball lie along z.
        DipolePhase ball = new DipolePhase(0, 0, 0, 0.5, 3);
        assertEquals(3, ball.at(0, 0, 0.5000001), 1e-4);
        assertEquals(-1.5, ball.at(0.5000001, 0, 0), 1e-4);
        assertEquals(3.0 / 8, ball.at(0, 0, 1), 1e-9);
        assertEquals(0, ball.at(0.2, 0, 0));
    }

    @Test
    void coilsDataAndCombinationGiveTheImageBack() {
        Space image = Space.image(20, 24, 1);
        Sensitivities maps = new LoopCoils(5).uniform(image);
        Image magnitude = Image.zeros(image);
        for (int i = 0; i < magnitude.data().length; i++) {
            magnitude.data()[i] = i % 7;
        }
        Image x = PolynomialPhase.random(3, 0.5, new SplittableRandom(1)).applyTo(magnitude);
        CartesianMri operator = CartesianMri.full(maps);
        float[] back = operator.adjoint(operator.apply(x.data()));
        assertArrayEquals(x.data(), back, 2e-5f);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(
                "there are 7 coils in 2 rings, but there must be as many in each ring, and at least one",
                assertThrows(IllegalArgumentException.class, () -> new LoopCoils(7, 2, 1.5))
                        .getMessage());
        assertEquals(
                "the cylinder's radius is 0.9 halves of the image, but must be finite and more than 1, outside of the image",
                assertThrows(IllegalArgumentException.class, () -> new LoopCoils(8, 1, 0.9))
                        .getMessage());
        Space data = Space.of(new Axis(Role.KX, 2), new Axis(Role.COIL, 2)).complex();
        Image bad = new Image(
                Space.of(new Axis(Role.COIL, 2), new Axis(Role.COIL, 2)).complex(),
                new float[] {1, 0, 2, 0, 2, 0, 1, 0});
        assertEquals(
                "the covariance of the noise is not positive semidefinite: after 1 coils a variance of -3.0 is left",
                assertThrows(IllegalArgumentException.class, () -> CoilNoise.of(data, bad))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> CoilNoise.neighbours(data, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> CoilNoise.independent(Space.image(2, 2, 1), 1));
    }
}
