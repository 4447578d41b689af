package org.preimage.priors.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
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

    @Test
    void shippedModelsAreReadWhole() {
        for (String name : Bundle.shipped()) {
            Bundle bundle = Bundle.shipped(name);
            Weights weights = bundle.weights();
            assertTrue(bundle.card().model().layout().matches(weights.layout()), name);
        }
    }
}
