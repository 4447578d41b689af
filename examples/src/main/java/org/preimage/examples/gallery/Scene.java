package org.preimage.examples.gallery;

import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;

/**
 * What an example of the gallery begins with: an image that is known, and its measurement by simulation.
 *
 * @param measurement the data in a few words, for the picture
 * @param truth the image, real; of complex images the magnitude
 * @param problem operator and noisy data
 * @param shown the data as a picture
 */
public record Scene(String measurement, Image truth, InverseProblem problem, Image shown) {
    private static final long SEED = 1;

    /** A scene whose data are a picture as they are. */
    public Scene(String measurement, Image truth, InverseProblem problem) {
        this(measurement, truth, problem, problem.data());
    }

    /** What draws the noise, always alike. */
    public static RandomGenerator random() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(SEED);
    }

    /**
     * What a method makes of the data.
     *
     * @param method its name in the list of all methods
     * @param settings as "weight=0.1"; the defaults of all others
     */
    public Image by(String method, String... settings) {
        return reconstruct(method, settings).image();
    }

    /** The same with how it came about. */
    public Reconstruction reconstruct(String method, String... settings) {
        return reconstructor(method, settings).reconstruct(problem);
    }

    private static Reconstructor reconstructor(String method, String... settings) {
        Map<String, String> set =
                Arrays.stream(settings).map(s -> s.split("=", 2)).collect(Collectors.toMap(s -> s[0], s -> s[1]));
        return Methods.named(LearnedMethods.all(), method).with(set);
    }

    /**
     * The simplest image that any linear operator offers, c A* y with that c for which c A A* y comes nearest to y: projections
     * smeared back, missing values left out.
     */
    public Image backprojection() {
        LinearOperator a = problem.linear("back-projection");
        float[] x = a.adjoint(problem.data().data());
        float[] y = a.apply(x);
        Vectors.scale(Vectors.dot(y, problem.data().data()) / Vectors.normSquared(y), x);
        return new Image(a.domain(), x);
    }

    /** The mean and the standard deviation of each pixel, by a method that knows its uncertainty. */
    public PosteriorEstimate posterior(String method, String... settings) {
        return ((BayesianReconstructor) reconstructor(method, settings)).estimate(problem);
    }

    /** The roots of the first coil's magnitudes, as a picture: k-space is brightest by far in the middle. */
    public static Image firstCoil(Image data) {
        int columns = data.space().size(0);
        int rows = data.space().size(1);
        Image shown = Image.zeros(Space.image(columns, rows, 1));
        for (int i = 0; i < columns * rows; i++) {
            shown.data()[i] = (float) Math.sqrt(Math.hypot(data.data()[2 * i], data.data()[2 * i + 1]));
        }
        return shown;
    }
}
