package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.TransmissionLikelihood;
import org.preimage.reconstruction.parameter.ExpectedDeviance;
import org.preimage.reconstruction.parameter.PhotonLevel;
import org.preimage.reconstruction.solver.Bounds;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Sart;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.ViewOrder;
import org.preimage.reconstruction.solver.ViewSubsets;

/**
 * Line integrals turned back into the photon counts they come from, y = N exp(-p), with a first image.
 *
 * <p>Counts below half a photon are zero: the logarithm needed something there, the likelihood does not. Rays that miss the image
 * count as open.
 *
 * @param projector along the rays
 * @param transmission y / N
 * @param photons N
 * @param goal half the deviance that noise alone makes
 * @param modelShare what the error of the operator's grid adds to the deviance, relative to noise
 * @param start an image that fits the line integrals roughly, without negative values
 * @param status how the fit of that image ended
 * @param empty whether nothing attenuates: the image is zero
 */
record TransmissionData(
        Projector projector,
        float[] transmission,
        double photons,
        double goal,
        double modelShare,
        float[] start,
        Status status,
        boolean empty) {
    static final Parameter PHOTONS = Parameter.auto(
            "photons",
            1,
            1e12,
            "",
            "Mean count of a detector cell without object; auto estimates it from the noise of the data.");
    static final Parameter ATTENUATION = Parameter.number(
            "attenuation",
            1,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "1/mm per image unit",
            "Attenuation that image value 1 stands for.");

    /** Taken for data that show no noise. */
    private static final double MANY = 1e8;

    private static final double HALF_A_PHOTON = 0.5;
    private static final int START_SWEEPS = 4;
    private static final int START_SUBSETS = 10;

    /**
     * Reads the problem's line integrals.
     *
     * @param method who asks
     * @param attenuation of image value 1, in 1/mm: times the data it gives line integrals
     * @param given N, if it is known
     */
    static TransmissionData of(
            String method,
            InverseProblem problem,
            double attenuation,
            OptionalDouble given,
            Protocol protocol,
            Listener... listeners) {
        Projector a = AlgebraicReconstruction.projector(method, problem.forward());
        float[] p = problem.data().data().clone();
        Vectors.scale(attenuation, p);
        double photons = given.orElseGet(() -> {
            PhotonLevel level = PhotonLevel.of(a.range(), p);
            protocol.note("photons", level.note());
            // Fewer than one photon in an open cell is no transmission scan.
            return Double.isNaN(level.photons()) ? MANY : Math.min(MANY, Math.max(1, level.photons()));
        });
        protocol.used("photons", photons);
        float[] ones = a.domain().zeros();
        Arrays.fill(ones, 1);
        float[] seen = a.apply(ones);
        float[] transmission = new float[p.length];
        boolean empty = true;
        int starved = 0;
        for (int i = 0; i < p.length; i++) {
            boolean hit = seen[i] > 0;
            p[i] = hit ? p[i] : 0;
            double t = Math.exp(-p[i]);
            boolean none = photons * t < HALF_A_PHOTON;
            starved += none ? 1 : 0;
            transmission[i] = none ? 0 : (float) t;
            empty &= p[i] <= 0;
        }
        if (starved > 0) {
            protocol.note(
                    "starved",
                    String.format(
                            Locale.ROOT,
                            "%d cells, %.2g %% of all, counted less than half a photon and stand as 0",
                            starved,
                            100.0 * starved / p.length));
        }
        Outcome fit = start(a, p, listeners);
        float[] projected = a.apply(fit.solution());
        double[] means = new double[p.length];
        double sum = 0;
        double variance = 0;
        int counted = 0;
        for (int i = 0; i < p.length; i++) {
            if (seen[i] > 0) {
                means[i] = photons * Math.exp(-projected[i]);
                sum += means[i];
                variance += 1 / means[i];
                counted++;
            }
        }
        double error = counted == 0 ? 0 : a.modelError(p, Math.sqrt(variance / counted));
        double share = counted == 0 ? 0 : sum * error * error / counted;
        return new TransmissionData(
                a, transmission, photons, ExpectedDeviance.half(means), share, fit.solution(), fit.status(), empty);
    }

    /** How closely the result fits the counts. */
    void noteDeviance(Protocol protocol, float[] x) {
        double reached = new TransmissionLikelihood(projector.range(), transmission, photons).value(projector.apply(x));
        protocol.note(
                "deviance",
                String.format(Locale.ROOT, "half the deviance is %.4g, where noise alone makes %.4g", reached, goal));
    }

    private static Outcome start(Projector a, float[] p, Listener... listeners) {
        ViewSubsets subsets =
                new ViewSubsets(a, Math.min(START_SUBSETS, a.beam().views()), ViewOrder.GOLDEN);
        Sart sart = new Sart(subsets, p, 0.5, 0, Bounds.NON_NEGATIVE, 0);
        return new Runner("fitting the data", Stopping.at(START_SWEEPS, 0), listeners)
                .run(sart, a.domain().zeros());
    }
}
