package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
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
        List<GradientCheck> checks = LOSSES.entrySet().stream()
                .map(e -> GradientCheck.of(
                        e.getKey(), (w, x) -> e.getValue().of(x[0], x[1]), GradientCheck.none(), shape, shape))
                .toList();
        checks.forEach(c -> c.againstDifferences(1e-6));
        GradientCheck.surviveGarbage(checks);
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
