package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.preimage.priors.tensor.GradientCheck;

/** Every loss: derivatives by images and targets, through garbage. A new loss needs a line here. */
class LossGradientTest {
    private static final Map<String, Loss> LOSSES = Map.of(
            "meanSquare", Loss.meanSquare(),
            "meanAbsolute", Loss.meanAbsolute(),
            "logarithmic", Loss.logarithmic(1e-7));

    @Test
    void gradientsAgreeWithDifferencesAndSurviveGarbage() {
        int[] shape = {3, 1, 5, 4};
        LOSSES.forEach((name, loss) ->
                GradientCheck.check(name, (w, x) -> loss.of(x[0], x[1]), GradientCheck.none(), 1e-6, shape, shape));
    }

    @Test
    void everyLossHasItsCase() {
        Set<String> losses = Arrays.stream(Loss.class.getDeclaredMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertEquals(losses, LOSSES.keySet());
    }
}
