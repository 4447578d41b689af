package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.model.Normalized;
import org.preimage.priors.model.Physics;
import org.preimage.priors.model.PostProcessing;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.GradientCheck;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Weights;

class RecipesTest {
    /** A card whose model cannot be read again would only be found after the training. */
    @Test
    void everyModelSurvivesItsCard() {
        for (Recipe recipe : Recipes.all()) {
            Card card = new Card(
                    Card.FORMAT,
                    recipe.name(),
                    recipe.summary(),
                    recipe.model(),
                    recipe.operator().get(),
                    recipe.noise(),
                    new Card.Origin(recipe.name(), "", 1, 0, recipe.data(), "", recipe.reference()),
                    Map.of(),
                    "BSD-2-Clause",
                    "");
            assertEquals(recipe.model(), Card.parse(card.text()).model(), recipe.name());
        }
    }

    /** What corrects a direct reconstruction has to begin near none, else it first learns to take away what it added. */
    @Test
    void correctionsBeginSmall() {
        for (Recipe recipe : Recipes.all()) {
            if (correction(recipe.model()) instanceof PostProcessing model) {
                Weights weights = Weights.initial(model.layout(), GradientCheck.random(1));
                ParallelBeam beam = ParallelBeam.halfTurn(Space.image(32, 32, 1), 47, 1, 30);
                Physics physics = Physics.of(beam.projector());
                float[] data = SheppLogan.modified(32).sinogram(beam).data();
                try (Scope scope = Scope.open(ComputeDevice.CPU)) {
                    Tape tape = Tape.evaluating(scope, weights);
                    Var y = tape.constant(Tensor.of(data, Samples.shape(physics.data(), 1)));
                    float[] direct = physics.direct(tape, y).value().toFloats();
                    float[] first = model.reconstruct(tape, physics, y).value().toFloats();
                    assertTrue(Vectors.relativeDistance(first, direct) < 0.3, recipe.name());
                }
            }
        }
    }

    private static Architecture correction(Architecture model) {
        return model instanceof Normalized normalized ? normalized.inner() : model;
    }

    @Test
    void shippedModelsAreReadWhole() {
        for (String name : Bundle.shipped()) {
            Bundle bundle = Bundle.shipped(name);
            Weights weights = bundle.weights();
            assertTrue(bundle.card().model().layout().matches(weights.layout()), name);
        }
    }
}
