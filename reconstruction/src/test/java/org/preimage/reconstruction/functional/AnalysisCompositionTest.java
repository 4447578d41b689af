package org.preimage.reconstruction.functional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.functional.SchattenNorm.Order;

/** Functionals of linear maps: the contract, and maps whose answers are known otherwise. */
class AnalysisCompositionTest {
    private static final Space PLANE = Space.image(5, 4, 1);

    private static Proximable exact(Regulariser r, Proximable constraint) {
        return new AnalysisComposition(r.weighted(0.3), r.analysis(), constraint, 1e-7, 5000);
    }

    /** Without a closed form of the conjugate's value. */
    private abstract static class Contract extends ProximableContract {
        @Override
        @Test
        void conjugateValueIsTheSupremum() {
            Proximable f = functional();
            assertTrue(Double.isNaN(f.conjugateValue(f.domain().zeros())));
        }

        @Override
        @Test
        void boundedConjugateIsBetween() {
            Proximable f = functional();
            assertTrue(Double.isNaN(f.conjugateValue(f.domain().zeros(), 3)));
        }
    }

    @Nested
    class HessianContract extends Contract {
        @Override
        protected Proximable functional() {
            return exact(new HessianSchatten(PLANE, Order.NUCLEAR), new Zero(PLANE));
        }
    }

    @Nested
    class ComplexContract extends Contract {
        @Override
        protected Proximable functional() {
            return exact(new TotalVariationRegulariser(PLANE.complex(), true), new Zero(PLANE.complex()));
        }
    }

    @Nested
    class ConstrainedContract extends Contract {
        @Override
        protected Proximable functional() {
            return exact(new TotalVariationRegulariser(PLANE, true), Box.nonNegative(PLANE));
        }
    }

    private static float[] point(Space space) {
        float[] v = space.zeros();
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (2 * Math.sin(1.7 * i) + i % 5 * 0.3);
        }
        return v;
    }

    private static float[] prox(Proximable f, Space space) {
        float[] out = space.zeros();
        f.prox(point(space), 0.8, out);
        return out;
    }

    /** The fast kernel of total variation computes the same. */
    @Test
    void theGradientGivesTotalVariation() {
        Space space = Space.image(12, 9, 1);
        Regulariser tv = new TotalVariationRegulariser(space, true);
        TvNorm known = new TvNorm(space, 0.3).nonNegative().accurate(1e-7, 5000);
        assertArrayEquals(prox(known, space), prox(exact(tv, Box.nonNegative(space)), space), 2e-3f);
    }

    /** Of an orthogonal map the closed form is known. */
    @Test
    void anOrthogonalMapGivesTheOrthogonalComposition() {
        Space space = Space.image(16, 12, 1);
        Regulariser details = new DetailSparsity(new WaveletTransform(space, Wavelet.daubechies(3), 2));
        Proximable known = new OrthogonalComposition(details.weighted(0.3), details.analysis());
        assertArrayEquals(prox(known, space), prox(exact(details, new Zero(space)), space), 1e-5f);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        LinearOperator k = new Gradient(PLANE);
        Proximable none = new Zero(PLANE);
        assertThrows(IllegalArgumentException.class, () -> new AnalysisComposition(new L1(PLANE, 1), k, none));
        assertThrows(IllegalArgumentException.class, () -> new AnalysisComposition(new L0(k.range(), 1), k, none));
        assertThrows(
                IllegalArgumentException.class, () -> new AnalysisComposition(new L1(k.range(), 1), k, none, 1e-3, 0));
    }
}
