package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Generative priors against total variation: how many random measurements a digit needs.
 *
 * <p>After Bora, Jalal, Price and Dimakis 2017, Compressed sensing using generative models, ICML, and Dhar, Grover and Ermon 2018,
 * Modeling sparse deviations for compressed sensing using generative models, ICML.
 *
 * @param images test digits
 * @param chosen methods in place of the suite's; empty for those
 * @param files folder that holds the test images of MNIST
 */
record GenerativeSuite(int images, List<String> chosen, Path files) implements Suite {
    private static final int IMAGES = 20;

    private static final List<String> METHODS = List.of(
            "generative-prior:bundle=vae-digits:range=hard",
            "generative-prior:bundle=vae-digits:range=soft",
            "generative-prior:bundle=vae-digits:range=sparse",
            "generative-prior:bundle=wgan-digits:range=hard",
            "generative-prior:bundle=wgan-digits:range=soft",
            "generative-prior:bundle=wgan-digits:range=sparse");

    GenerativeSuite {
        chosen = List.copyOf(chosen);
    }

    GenerativeSuite() {
        this(IMAGES, List.of(), Path.of("."));
    }

    @Override
    public String name() {
        return "generative";
    }

    @Override
    public String description() {
        return "Handwritten digits from few random measurements, by total variation and by generators that have learned from"
                + " other digits. It takes the file " + Mnist.FILE + " from the folder of --cache.";
    }

    @Override
    public List<String> methods() {
        return chosen.isEmpty() ? METHODS : chosen;
    }

    @Override
    public List<Task> tasks(Path scans) throws IOException {
        MeasurementCurve.digits(scans, images);
        return List.of();
    }

    @Override
    public List<Study> studies() {
        return List.of(new MeasurementCurve(List.of(10, 25, 50, 100, 200, 400), images, methods(), files));
    }

    @Override
    public boolean opensImages() {
        return true;
    }

    @Override
    public GenerativeSuite withImages(int number) {
        return new GenerativeSuite(number, chosen, files);
    }

    @Override
    public GenerativeSuite withMethods(List<String> methods) {
        return new GenerativeSuite(images, methods, files);
    }

    @Override
    public GenerativeSuite within(Path scans, Path report) {
        return new GenerativeSuite(images, chosen, scans);
    }
}
