package org.preimage.examples.gallery.learned;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.examples.gallery.Example;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.Identity;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;

/** Test images of the kinds that the trained models have learned from, which none of them has seen. */
final class Scenes {
    private static final long SEED = 1;

    private Scenes() {}

    /** About 40 ellipses, 128 x 128 pixels, from 30 views with noise of 2.5 %. */
    static Scene ellipses() {
        return of(SparseViewExperiment.dival());
    }

    /** From 5 to 9 ellipses, 128 x 128 pixels, from 30 views with noise of 1 %. */
    static Scene fewEllipses() {
        return of(SparseViewExperiment.bdgd());
    }

    private static Scene of(SparseViewExperiment experiment) {
        SparseViewExperiment.Sample sample = experiment.ellipses(SparseViewExperiment.Split.TEST, SEED, 0);
        Projector projector = experiment.projector();
        float[] data = sample.data();
        for (int i = 0; i < data.length; i++) {
            data[i] *= (float) experiment.divisor();
        }
        return new Scene(
                SparseViewExperiment.VIEWS + " views",
                new Image(projector.domain(), sample.truth()),
                new InverseProblem(projector, new Image(projector.range(), data)));
    }

    /** Twelve ellipses at any size, with noise of 2.5 %. */
    static Scene ellipses(int size, int views) {
        Space pixels = Space.image(size, size, 1);
        ParallelBeam beam = ParallelBeam.halfTurn(pixels, ParallelBeam.coveringDetectors(pixels, 1), 1, views);
        EllipsePhantom phantom = phantoms(size).sample(Scene.random());
        float[] data =
                new RelativeGaussianNoise(0.025).sample(phantom.sinogram(beam).data(), Scene.random());
        return new Scene(
                views + " views",
                phantom.render(pixels, 4),
                new InverseProblem(beam.projector(), new Image(beam.sinogram(), data)));
    }

    /** Phantoms of twelve ellipses that attenuate. */
    static RandomEllipses phantoms(int size) {
        return new RandomEllipses(
                size, r -> 12, r -> 0.1 + 0.4 * r.nextDouble(), 0.2, 0.7, RandomEllipses.Normalisation.NONE);
    }

    /** Phantoms of ellipses as they are, with white noise of 0.1: a stack of which nobody knows the truth. */
    static List<Scene> noisyStack(int size, int count) {
        Space pixels = Space.image(size, size, 1);
        RandomGenerator random = Scene.random();
        List<Scene> stack = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Image truth = phantoms(size).sample(random).render(pixels, 4);
            float[] data = new GaussianNoise(0.1).sample(truth.data(), random);
            stack.add(new Scene(
                    "noise of a tenth", truth, new InverseProblem(new Identity(pixels), new Image(pixels, data))));
        }
        return stack;
    }

    /** A slice of a brain, a fourth of the lines of eight coils. */
    static Scene brain() throws IOException {
        return Example.of("mri-cartesian", "brain-lines-4").scene("a fourth of the lines");
    }

    /** A ring of 28 x 28 pixels that looks like a handwritten zero, measured by random sums. */
    static Scene zero(int measurements) throws IOException {
        Space pixels = Space.image(28, 28, 1);
        Image ring = new EllipsePhantom(
                        Arrays.asList(new Ellipse(0, 0, 6, 8.5, -15, 1), new Ellipse(0, 0, 3.4, 6, -15, -1)))
                .render(pixels, 6);
        OperatorSpec spec = OperatorSpec.parse(
                "{\"operator\": \"compressed-sensing\", \"image\": {\"size\": [28, 28]}, \"matrix\": \"gaussian\","
                        + " \"measurements\": " + measurements + ", \"seed\": 1}",
                Path.of("."));
        float[] data = new GaussianNoise(0.01).sample(spec.operator().apply(ring.data()), Scene.random());
        Image measured = new Image(spec.range(), data);
        return new Scene(
                measurements + " random sums",
                ring,
                new InverseProblem(spec.operator(), measured),
                new Image(Space.image(measurements, 1, 1), data));
    }
}
