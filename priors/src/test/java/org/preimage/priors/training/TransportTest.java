package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;

/** Transport costs against what is known in one dimension. */
class TransportTest {
    private static final float[] X = {0.3f, -1.2f, 2.5f, 0.9f, 1.4f, -0.4f};
    private static final float[] Y = {1.3f, 0.2f, -2.1f, 3.0f, -0.7f, 0.5f};

    /** Of points on a line the best transport goes from rank to rank. */
    private static double exact(float[] x, float[] y) {
        float[] a = x.clone();
        float[] b = y.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow(a[i] - b[i], 2) / a.length;
        }
        return sum;
    }

    private static double of(Loss loss, float[] x, float[] y, int size) {
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            return loss.of(scope.tensor(x, x.length / size, 1, 1, size), scope.tensor(y, y.length / size, 1, 1, size))
                    .toDouble();
        }
    }

    @Test
    void onALineBothAreTheExactTransport() {
        double squared = exact(X, Y);
        assertEquals(squared, of(new SlicedWasserstein(3, 1), X, Y, 1), 1e-6);
        assertEquals(squared / 2, of(new SinkhornDivergence(0.05, 1e-9, 2000), X, Y, 1), 2e-3);
    }

    /** Whatever the number of points of each. */
    @Test
    void sinkhornMovesMassBetweenUnequalSets() {
        float[] twice = new float[2 * X.length];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = X[i / 2];
        }
        assertEquals(exact(X, Y) / 2, of(new SinkhornDivergence(0.05, 1e-9, 2000), twice, Y, 1), 2e-3);
    }

    /** Moved sets of many dimensions: half the squared shift, and of a share of it on average for slices. */
    @Test
    void movedSetsAreAsFarAsTheyWereMoved() {
        int size = 8;
        int n = 40;
        float[] x = GradientCheck.normal(n * size, 3);
        float[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += i % size == 0 ? 6 : 0;
        }
        assertEquals(18, of(new SinkhornDivergence(0.3, 1e-7, 500), x, y, size), 1e-3);
        assertEquals(36.0 / size, of(new SlicedWasserstein(4000, 1), x, y, size), 0.25);
    }

    @Test
    void equalSetsInAnyOrderAreAtDistanceZero() {
        float[] turned = {X[3], X[0], X[5], X[1], X[2], X[4]};
        assertEquals(0, of(new SlicedWasserstein(5, 2), X, turned, 1), 1e-12);
        assertEquals(0, of(new SinkhornDivergence(0.3, 1e-10, 5000), X, turned, 1), 1e-6);
        assertTrue(of(new SinkhornDivergence(0.3, 1e-10, 5000), X, Y, 1) > 0.1);
    }

    /** Going against the slope moves one set onto the other. */
    @Test
    void descentTransportsOneSetToTheOther() {
        for (Loss loss : new Loss[] {new SlicedWasserstein(16, 1), new SinkhornDivergence(0.1, 1e-6, 200)}) {
            float[] x = X.clone();
            for (int k = 0; k < 60; k++) {
                float[] slope = LossGradientTest.slope(loss, x, Y);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= (loss instanceof SlicedWasserstein ? 1 : 2) * slope[i];
                }
            }
            float[] found = x.clone();
            float[] goal = Y.clone();
            Arrays.sort(found);
            Arrays.sort(goal);
            assertArrayEquals(goal, found, 0.02f, loss.toString());
        }
    }

    @Test
    void refusesSetsThatDoNotGoTogether() {
        String sliced = assertThrows(
                        IllegalArgumentException.class,
                        () -> of(new SlicedWasserstein(2, 1), X, Arrays.copyOf(Y, 4), 1))
                .getMessage();
        assertTrue(sliced.contains("both must have the same"), sliced);
        try (Scope scope = Scope.open(ComputeDevice.CPU)) {
            Tensor two = scope.tensor(X, 3, 1, 1, 2);
            Tensor three = scope.tensor(X, 2, 1, 1, 3);
            assertThrows(IllegalArgumentException.class, () -> new SinkhornDivergence(1, 1e-6, 9).of(two, three));
        }
        assertThrows(IllegalArgumentException.class, () -> new SinkhornDivergence(0, 1e-6, 9));
        assertThrows(IllegalArgumentException.class, () -> new SlicedWasserstein(0, 1));
    }
}
