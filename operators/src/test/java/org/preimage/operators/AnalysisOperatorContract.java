package org.preimage.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Vectors;

/** What every analysis operator of a frame promises beside what a linear operator does. */
public abstract class AnalysisOperatorContract extends LinearOperatorContract {
    @Override
    protected abstract AnalysisOperator operator();

    @Test
    void theInverseGivesBackTheImage() {
        AnalysisOperator a = operator();
        float[] x = gaussian(a.domain(), 4);
        assertTrue(Vectors.relativeDistance(a.inverse().apply(a.apply(x)), x) < 1e-6);
    }

    @Test
    void theInverseHasItsAdjoint() {
        LinearOperator inverse = operator().inverse();
        DotTest result = DotTest.of(inverse, random(8));
        assertTrue(result.relativeError() <= dotTolerance(), result.message());
    }

    @Test
    void parsevalFramesKeepNorms() {
        AnalysisOperator a = operator();
        float[] x = gaussian(a.domain(), 5);
        if (a.isParseval()) {
            assertEquals(1, Vectors.norm(a.apply(x)) / Vectors.norm(x), 1e-6);
            assertTrue(Vectors.relativeDistance(a.adjoint(a.apply(x)), x) < 1e-6);
            assertTrue(Vectors.relativeDistance(a.gram().apply(x), x) < 1e-6);
        }
        assertEquals((double) a.range().points() / a.domain().points(), a.redundancy(), 1e-12);
    }

    @Test
    void theApproximationLiesInTheRange() {
        AnalysisOperator a = operator();
        int[] sizes = a.range().sizes();
        int[] corner = a.approximation();
        assertEquals(sizes.length, corner.length);
        for (int i = 0; i < corner.length; i++) {
            assertTrue(corner[i] >= 1 && corner[i] <= sizes[i]);
        }
    }

    @Test
    void elementsHaveTheirNorms() {
        AnalysisOperator a = operator();
        double[] norms = a.norms();
        int last = a.range().size(a.range().dimensions() - 1);
        assertTrue(norms.length == 1 || norms.length == last, norms.length + " norms");
        if (a.isParseval()) {
            for (int band = 0; band < norms.length; band++) {
                float[] one = a.range().zeros();
                one[(int) ((band + 0.5) * one.length / norms.length)] = 1;
                assertEquals(norms[band], Vectors.norm(a.adjoint(one)), 1e-5, "band " + band);
            }
        }
    }
}
