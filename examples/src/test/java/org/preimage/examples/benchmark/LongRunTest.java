package org.preimage.examples.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.FilterBank;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.InputConvex;
import org.preimage.priors.weights.Weights;

class LongRunTest {
    @TempDir
    Path folder;

    private String method() throws Exception {
        ConvexCritic critic = new ConvexCritic(
                new InputConvex(4, 2, 1, 3, Activation.SOFTPLUS, 0), 2, new FilterBank(2, 3, 0.01), 0.1, 1, 0.1);
        Projector projector = SparseViewExperiment.limitedAngle().projector();
        Card card = new Card(
                Card.FORMAT,
                "tested",
                "A critic.",
                critic,
                Bundle.fit(projector, projector.norm()),
                null,
                new Card.Origin("", "", 1, 0, "nothing", "", "a paper"),
                Map.of(),
                "BSD-2-Clause",
                "");
        Path file = folder.resolve("tested.json");
        Weights weights = Weights.initial(
                critic.layout(), RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        critic.project(weights);
        new Bundle(card, weights).write(file);
        return "convex-adversarial-regulariser:bundle=" + file + ":iterations=40:tolerance=0";
    }

    private LongRun study() throws Exception {
        return new LongRun(
                "long",
                "A long run.",
                SparseViewExperiment::limitedAngle,
                List.of(
                        new LongRun.Run("long", method()),
                        new LongRun.Run("short", method().replace("iterations=40", "iterations=5"))));
    }

    @Test
    void followsTheImageToTheEnd() throws Exception {
        Study.Findings found = study().run(1);
        List<String> row = found.rows().get(0);
        assertEquals("long", row.get(0));
        assertEquals("40", row.get(2));
        double highest = Double.parseDouble(row.get(3));
        double last = Double.parseDouble(row.get(4));
        assertTrue(last > 15 && highest >= last, row.toString());
        assertEquals(highest - last, Double.parseDouble(row.get(5)), 0.011);
        assertEquals("0", row.get(6), "a convex objective never rises");
        int soon = Integer.parseInt(row.get(7));
        assertTrue(soon >= 1 && soon <= 5, "as soon as the short run: " + soon);
        assertEquals(found.rows().get(1).get(7), row.get(7));
        assertEquals(5, found.figures().get(0).panels().size());
        assertTrue(found.charts().get(0).chart().png().length > 1000);
        assertEquals(found.rows(), study().run(1).rows());
    }

    @Test
    void isCancelled() {
        assertThrows(CancellationException.class, () -> study().run(1, p -> false));
    }

    @Test
    void theSuiteNamesMethodsThatThereAre() {
        LearnedPriorsSuite suite = new LearnedPriorsSuite(1);
        suite.methods().forEach(m -> Contestant.parse(Contestant.methods(), m));
        suite.studies().stream()
                .flatMap(s -> s.methods().stream())
                .forEach(m -> Contestant.parse(Contestant.methods(), m));
        assertEquals(5, suite.withImages(2).studies().size());
    }
}
