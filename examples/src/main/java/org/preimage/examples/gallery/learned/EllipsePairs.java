package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.preimage.examples.gallery.Scene;
import org.preimage.examples.report.Environment;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.network.Convolution;
import org.preimage.priors.network.LeakyRelu;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Sequence;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.training.Loss;
import org.preimage.priors.training.Muon;
import org.preimage.priors.training.Recipe;
import org.preimage.priors.training.Schedule;
import org.preimage.priors.training.Supervised;
import org.preimage.priors.training.TrainingRun;
import org.preimage.reconstruction.InverseProblem;

/** Twelve ellipses of any size and their exact projections with noise of 2.5 %, and a training on them that is over in a minute. */
final class EllipsePairs implements Supervised.Pairs {
    private static final double NOISE = 0.025;
    private static final int VALIDATIONS = 4;

    /** A sample that is neither trained nor validated with. */
    private static final long TEST = -1;

    private final ParallelBeam beam;
    private final Projector projector;
    private final Physics physics;

    /**
     * @param size pixels along a side
     * @param views over half a turn
     */
    EllipsePairs(int size, int views) {
        Space pixels = Space.image(size, size, 1);
        beam = ParallelBeam.halfTurn(pixels, ParallelBeam.coveringDetectors(pixels, 1), 1, views);
        projector = beam.projector();
        physics = Physics.resident(projector);
    }

    /** Three convolutions, of which the last begins near 0. */
    static Network network(int channels) {
        int width = 16;
        return Sequence.of(
                new Convolution(channels, width, 3),
                new LeakyRelu(0.2),
                new Convolution(width, width, 3),
                new LeakyRelu(0.2),
                new Convolution(width, channels, 3).gain(0.1));
    }

    /** A phantom that no training has seen. */
    Scene scene() {
        Supervised.Pair pair = training(TEST);
        return new Scene(
                beam.views() + " views",
                new Image(beam.image(), pair.truth()),
                new InverseProblem(projector, new Image(beam.sinogram(), pair.data())));
    }

    /**
     * Trains a model, or goes on where its folder says that it was stopped.
     *
     * @param name of the model, and of its folder
     * @param steps one phantom each
     * @param folder where the model's folder is put
     * @return its card
     */
    Path train(String name, Model model, int steps, Path folder) throws IOException {
        Recipe recipe = new Recipe(
                name,
                "A small model, trained for a moment on twelve ellipses.",
                "random ellipses, each seen once",
                "the example of this name",
                model,
                () -> Bundle.fit(projector, projector.norm()),
                new Card.Noise(Card.Noise.RELATIVE, NOISE, NOISE),
                (seed, files) -> new Supervised(model, this, Loss.meanSquare(), null),
                Muon.standard(),
                Schedule.cosine(0.02, 0.05, 0),
                steps,
                1,
                1,
                0.9,
                steps / 3);
        return run(recipe, steps, folder);
    }

    /** Trains by a recipe, with so many steps, in the folder of its name, and returns the card. */
    static Path run(Recipe recipe, int steps, Path folder) throws IOException {
        TrainingRun run = new TrainingRun(
                recipe,
                recipe.training(1, ComputeDevice.named("cpu"), 1, steps),
                folder.resolve(recipe.name()),
                null,
                Environment.commit());
        run.run(null, row -> {});
        return run.card();
    }

    @Override
    public Supervised.Pair training(long number) {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(number);
        EllipsePhantom phantom = Scenes.phantoms(beam.image().size(0)).sample(random);
        float[] clean = phantom.sinogram(beam).data();
        return new Supervised.Pair(
                new RelativeGaussianNoise(NOISE).sample(clean, random),
                phantom.render(beam.image(), 4).data());
    }

    @Override
    public List<Supervised.Pair> validation() {
        return IntStream.range(0, VALIDATIONS)
                .mapToObj(i -> training(TEST - 1 - i))
                .toList();
    }

    @Override
    public Physics physics(List<Supervised.Pair> pairs) {
        return physics;
    }
}
