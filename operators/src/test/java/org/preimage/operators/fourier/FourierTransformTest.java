package org.preimage.operators.fourier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.LinearOperatorContract;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class FourierTransformTest extends LinearOperatorContract {
    private static final Space DOMAIN =
            new Space(List.of(new Axis(Role.X, 4, 2), new Axis(Role.Y, 5, 1), new Axis(Role.COIL, 3)), Field.COMPLEX);

    @Override
    protected LinearOperator operator() {
        return FourierTransform.spatial(DOMAIN);
    }

    @Test
    void spatialAxesBecomeFrequencies() {
        Space range = operator().range();
        assertEquals(
                List.of(Role.KX, Role.KY, Role.COIL),
                range.axes().stream().map(Axis::role).toList());
        assertEquals(1.0 / 8, range.spacing(0), 1e-12);
    }

    @Test
    void axesThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FourierTransform(DOMAIN));
        assertThrows(IllegalArgumentException.class, () -> new FourierTransform(DOMAIN, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new FourierTransform(DOMAIN, 3));
        assertThrows(
                IllegalArgumentException.class, () -> new FourierTransform(new Space(DOMAIN.axes(), Field.REAL), 0));
    }
}
