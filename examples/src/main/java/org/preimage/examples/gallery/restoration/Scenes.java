package org.preimage.examples.gallery.restoration;

import java.io.IOException;
import org.preimage.examples.benchmark.BundledImages;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.PowerMethod;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.noise.PoissonCounts;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.Discs;
import org.preimage.operators.phase.CodedDiffraction;
import org.preimage.operators.phase.PhaseRetrieval;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;

/** Images that suffered, by simulation: a photograph (grey values from 0 to 255), a specimen, and slopes. */
final class Scenes {
    /** Of the photograph that comes with the program. */
    private static final int STORED = 512;

    private Scenes() {}

    /** A photograph with white noise. */
    static Scene noisy(int size, double sigma) throws IOException {
        Image photo = photograph(size);
        return measured("noise of " + (int) sigma, photo, new Identity(photo.space()), new GaussianNoise(sigma));
    }

    /** Slopes and edges with white noise. */
    static Scene slopes(int size) {
        Space pixels = Space.image(size, size, 1);
        Image image = Image.zeros(pixels);
        for (int i = 0; i < image.data().length; i++) {
            double x = (i % size + 0.5) / size;
            double y = (i / size + 0.5) / size;
            double cone = Math.max(0, 1 - Math.hypot(x - 0.32, y - 0.4) / 0.28);
            double ramp = x > 0.55 && x < 0.92 && y > 0.15 && y < 0.65 ? (y - 0.15) / 0.5 : 0;
            double ridge = y > 0.72 ? 1 - Math.abs(y - 0.86) / 0.14 : 0;
            image.data()[i] = (float) (cone + ramp + 0.8 * ridge);
        }
        return measured("noise of a tenth", image, new Identity(pixels), new GaussianNoise(0.1));
    }

    /** A photograph under Gaussian blur, with white noise. */
    static Scene blurred(int size, double width, double sigma) throws IOException {
        Image photo = photograph(size);
        return measured("blur of " + width + " pixels", photo, blur(photo.space(), width), new GaussianNoise(sigma));
    }

    /** Fluorescent discs under Gaussian blur, counted photon by photon. */
    static Scene fluorescence(int size, double width, double photons) {
        Space pixels = Space.image(size, size, 1);
        Image specimen = Discs.of(
                        new Discs.Disc(-0.2 * size, -0.18 * size, 0.16 * size, 0.5),
                        new Discs.Disc(-0.2 * size, -0.18 * size, 0.06 * size, 0.5),
                        new Discs.Disc(0.22 * size, 0.1 * size, 0.03 * size, 1),
                        new Discs.Disc(0.32 * size, 0.1 * size, 0.03 * size, 1),
                        new Discs.Disc(-0.05 * size, 0.3 * size, 0.1 * size, 0.7))
                .times(photons)
                .render(pixels, 8);
        for (int i = 0; i < specimen.data().length; i++) {
            // A little light from everywhere.
            specimen.data()[i] += (float) (0.02 * photons);
        }
        String measurement = String.format("at most %.0f photons", photons);
        return measured(measurement, specimen, blur(pixels, width), new PoissonCounts(1));
    }

    /** A photograph of which a part of the pixels is known, with a little noise. */
    static Scene incomplete(int size, double known, double sigma) throws IOException {
        Image photo = photograph(size);
        boolean[] kept = new boolean[photo.data().length];
        var random = Scene.random();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() < known;
        }
        Mask mask = new Mask(photo.space(), kept);
        float[] data = new GaussianNoise(sigma).sample(photo.data(), random);
        for (int i = 0; i < kept.length; i++) {
            data[i] = kept[i] ? data[i] : 0;
        }
        String measurement = Math.round(100 * known) + " % of the pixels";
        return new Scene(measurement, photo, new InverseProblem(mask, new Image(mask.range(), data)));
    }

    /** Intensities of a wave far behind a photograph and each of some known phase masks, with noise. */
    static Scene diffraction(int size, int masks) throws IOException {
        Image photo = photograph(size);
        Space wave = photo.space().complex();
        PhaseRetrieval physics = new PhaseRetrieval(
                CodedDiffraction.octanary(wave, masks, Scene.random()), PhaseRetrieval.Quantity.INTENSITY);
        float[] noisy = new RelativeGaussianNoise(0.02)
                .sample(physics.apply(photo.complex().data()), Scene.random());
        Image data = new Image(physics.range(), noisy);
        Image shown = Image.zeros(photo.space());
        for (int i = 0; i < shown.data().length; i++) {
            shown.data()[i] = (float) Math.sqrt(Math.sqrt(Math.max(0, noisy[i])));
        }
        return new Scene(masks + " intensities", photo, new InverseProblem(physics, data), shown);
    }

    /** The image of a diffraction if the phase of every wave were zero. */
    static Image zeroPhase(Scene scene) {
        PhaseRetrieval physics = (PhaseRetrieval) scene.problem().forward();
        float[] wave = physics.propagation().range().zeros();
        float[] magnitudes = physics.magnitudes(scene.problem().data().data());
        for (int i = 0; i < magnitudes.length; i++) {
            wave[2 * i] = magnitudes[i];
        }
        LinearOperator back = physics.propagation();
        float[] x = back.adjoint(wave);
        double norm = PowerMethod.norm(back);
        Vectors.scale(1 / (norm * norm), x);
        return new Image(back.domain(), x);
    }

    private static Blur blur(Space pixels, double width) {
        return new Blur(pixels, GaussianSpread.ofSamples(width).sample(1, 1), Boundary.REFLECTING);
    }

    private static Image photograph(int size) throws IOException {
        if (size < 1 || STORED % size != 0) {
            throw new IllegalArgumentException("size is " + size + ", but must divide " + STORED);
        }
        Image small = BundledImages.binned(BundledImages.read("camera.png", 1).image(), STORED / size);
        return new Image(Space.image(size, size, 1), small.data());
    }

    private static Scene measured(String measurement, Image truth, LinearOperator operator, NoiseModel noise) {
        float[] data = noise.sample(operator.apply(truth.data()), Scene.random());
        return new Scene(measurement, truth, new InverseProblem(operator, new Image(operator.range(), data)));
    }
}
