package org.preimage.examples.gallery.mri;

import java.util.List;
import org.preimage.examples.gallery.Scene;
import org.preimage.operators.Framewise;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectories;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.sampling.GoldenRatioLines;
import org.preimage.operators.mri.sampling.SamplingPattern;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.FourierSensitivities;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.mri.simulation.PhantomKspace;
import org.preimage.operators.mri.simulation.PolynomialPhase;
import org.preimage.operators.phantom.DynamicPhantom;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;

/** Phantoms behind eight receive loops, of whose k-space a part is measured with noise; the sensitivities are known. */
final class Scenes {
    private static final int COILS = 8;

    /** Standard deviation of the noise in real and imaginary part, for images up to 1. */
    private static final double NOISE = 0.01;

    private Scenes() {}

    /** Shepp and Logan's phantom with a smooth phase, measured on the grid. */
    static Scene cartesian(int size, SamplingPattern pattern, String measurement) {
        Space pixels = Space.image(size, size, 1);
        Image truth = SheppLogan.modified(0.92 * size).render(pixels, 8);
        Image x = PolynomialPhase.random(2, 0.5, Scene.random()).applyTo(truth);
        SamplingMask mask = pattern.mask(pixels, Scene.random());
        CartesianMri scan = new CartesianMri(new LoopCoils(COILS).uniform(pixels), mask);
        return scene(measurement, truth, scan, scan.apply(x.data()));
    }

    /** The same without phase along spokes that each turn by the golden angle; its exact Fourier integral. */
    static Scene radial(int size, int spokes) {
        Space pixels = Space.image(size, size, 1);
        EllipsePhantom phantom = SheppLogan.modified(0.92 * size);
        FourierSensitivities coils = FourierSensitivities.fit(new LoopCoils(COILS).uniform(pixels), 3);
        Trajectory trajectory = Trajectories.golden(spokes, 2 * size, size / 2.0, 1);
        Image clean = PhantomKspace.of(phantom, pixels).along(trajectory, coils);
        return scene(
                spokes + " spokes",
                phantom.render(pixels, 8),
                new NonCartesianMri(coils.maps(), trajectory),
                clean.data());
    }

    /** A beating heart, of each frame one line in so many. */
    static Scene heart(int size, int frames, double acceleration) {
        Space pixels = Space.image(size, size, 1);
        Image truth = DynamicPhantom.heart(size, frames, 2.6).render(pixels, 3);
        Sensitivities coils = new LoopCoils(COILS).uniform(pixels);
        List<CartesianMri> scans = new GoldenRatioLines(Role.KY, acceleration, 4, 2)
                .frames(pixels, frames, Scene.random()).stream()
                        .map(mask -> new CartesianMri(coils, mask))
                        .toList();
        Framewise series = new Framewise(scans);
        String measurement = String.format("one line in %.0f a frame", acceleration);
        return scene(measurement, truth, series, series.apply(truth.complex().data()));
    }

    private static Scene scene(String measurement, Image truth, LinearOperator scan, float[] clean) {
        float[] noisy = CoilNoise.independent(scan.range(), NOISE).sample(clean, Scene.random());
        for (int i = 0; i < noisy.length; i++) {
            // What was not measured has no noise either.
            noisy[i] = clean[i] == 0 ? 0 : noisy[i];
        }
        Image data = new Image(scan.range(), noisy);
        return new Scene(measurement, truth, new InverseProblem(scan, data), Scene.firstCoil(data));
    }
}
