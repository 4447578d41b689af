package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class PhaseTransitionTest {
    /** Values of Donoho and Tanner's weak threshold, as tabulated to three digits. */
    @Test
    void thresholdIsTheKnownOne() {
        assertEquals(0.188, SparseThreshold.rho(0.1), 2e-3);
        assertEquals(0.385, SparseThreshold.rho(0.5), 2e-3);
        assertEquals(0.677, SparseThreshold.rho(0.9), 4e-3);
        assertThrows(IllegalArgumentException.class, () -> SparseThreshold.rho(1));
    }

    @Test
    void halfOfTheProblemsSucceedNearTheThreshold() {
        Study.Findings found = new PhaseTransition(60, 6).run(1);
        for (List<String> row : found.rows()) {
            double theory = Double.parseDouble(row.get(1));
            assertEquals(theory, Double.parseDouble(row.get(2)), 0.15, "delta " + row.get(0));
        }
        assertTrue(found.charts().stream().noneMatch(c -> c.chart().isEmpty()));
    }

    @Test
    void cancels() {
        assertThrows(CancellationException.class, () -> new PhaseTransition(20, 1).run(1, progress -> false));
    }
}
