package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.sampling.RandomLines;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.mri.simulation.PolynomialPhase;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.Physics;

/**
 * Slices of magnetic resonance imaging, measured by simulation each time they are drawn: a mirrored and turned part of a slice with
 * a random smooth phase, seen by loop coils whose sensitivities are known, on random lines of k-space, with complex noise. The
 * sensitivities have a root sum of squares of 1, so that the operator's norm is 1.
 */
public final class MriPairs implements Supervised.Pairs {
    /** Rings of coils of different radius, of which each sample has one. */
    private static final double[] RADII = {1.3, 1.45, 1.6, 1.8, 2.0, 2.3};

    static final int PHASE_ORDER = 3;
    static final double PHASE_SPREAD = 0.5;

    /**
     * How data are made.
     *
     * @param coils of the ring
     * @param lowest acceleration
     * @param highest acceleration; each sample's is uniform between both
     * @param centre fraction of the lines that are all measured, about the middle
     * @param quietest standard deviation of the noise of real and imaginary part each, where the image's highest value is about 1
     * @param loudest the logarithm is uniform between both
     */
    public record Protocol(int coils, double lowest, double highest, double centre, double quietest, double loudest) {
        public Protocol {
            if (coils < 1
                    || !(lowest >= 1 && highest >= lowest)
                    || !(centre >= 0 && centre < 1)
                    || !(quietest > 0 && loudest >= quietest)) {
                throw new IllegalArgumentException("a protocol of " + coils + " coils, acceleration " + lowest + " to "
                        + highest + ", centre " + centre + " and noise " + quietest + " to " + loudest
                        + " needs a coil, accelerations from 1 on, a centre below 1 and positive noise");
            }
        }
    }

    private final Slices slices;
    private final int size;
    private final Protocol protocol;
    private final long seed;
    private final List<Sensitivities> coils;
    private final List<Supervised.Pair> validation;
    private final List<Supervised.Pair> test;

    /**
     * @param training magnitudes from 0 to about 1
     * @param validation of other subjects, measured whole
     * @param test of other subjects again, measured whole
     * @param size side of the parts for training
     * @param seed of all samples
     */
    public MriPairs(Slices training, Slices validation, Slices test, int size, Protocol protocol, long seed) {
        slices = training;
        this.size = size;
        this.protocol = protocol;
        this.seed = seed;
        coils = coils(size);
        this.validation = fixed(validation, -1_000_000);
        this.test = fixed(test, -2_000_000);
    }

    private List<Sensitivities> coils(int side) {
        List<Sensitivities> all = new ArrayList<>();
        for (double radius : RADII) {
            all.add(new LoopCoils(protocol.coils, 1, radius).uniform(space(side)));
        }
        return all;
    }

    private static Space space(int side) {
        return Space.image(side, side, 1);
    }

    private List<Supervised.Pair> fixed(Slices of, long number) {
        int side = Math.min(of.width(), of.height());
        List<Sensitivities> own = side == size ? coils : coils(side);
        List<Supervised.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < of.count(); i++) {
            pairs.add(pair(of.middle(i, side), side, own, Draws.of(seed, number - i)));
        }
        return List.copyOf(pairs);
    }

    private Supervised.Pair pair(float[] magnitude, int side, List<Sensitivities> from, RandomGenerator random) {
        Image truth =
                PolynomialPhase.random(PHASE_ORDER, PHASE_SPREAD, random).applyTo(new Image(space(side), magnitude));
        double acceleration = protocol.lowest + (protocol.highest - protocol.lowest) * random.nextDouble();
        SamplingMask mask = new RandomLines(Role.KY, acceleration, (int) Math.round(protocol.centre * side))
                .mask(space(side), random);
        CartesianMri mri = new CartesianMri(from.get(random.nextInt(from.size())), mask);
        double noise = protocol.quietest * Math.pow(protocol.loudest / protocol.quietest, random.nextDouble());
        float[] data = mri.apply(truth.data());
        for (int i = 0; i < data.length; i += 2) {
            if (mask.kept(i / 2 % mask.space().points())) {
                data[i] += (float) (noise * random.nextGaussian());
                data[i + 1] += (float) (noise * random.nextGaussian());
            }
        }
        return new Supervised.Pair(data, truth.data(), mri);
    }

    @Override
    public Supervised.Pair training(long number) {
        RandomGenerator random = Draws.of(seed, number);
        return pair(slices.draw(random, size), size, coils, random);
    }

    @Override
    public List<Supervised.Pair> validation() {
        return validation;
    }

    @Override
    public List<Supervised.Pair> test() {
        return test;
    }

    /** Lines outside the centre divided by their density: what is missing becomes an error like noise, no loss of resolution. */
    @Override
    public float[] unbiased(Supervised.Pair pair) {
        SamplingMask mask = ((CartesianMri) pair.operator()).mask();
        int points = mask.space().points();
        int width = mask.space().size(0);
        int[] start = mask.calibrationStart();
        int[] size = mask.calibration();
        boolean[] centre = new boolean[points];
        int inside = 0;
        for (int i = 0; i < points; i++) {
            int x = i % width - start[0];
            int y = i / width - start[1];
            centre[i] = x >= 0 && x < size[0] && y >= 0 && y < size[1];
            inside += centre[i] ? 1 : 0;
        }
        float rarity = (points - inside) / Math.max(1f, mask.count() - inside);
        float[] out = pair.data().clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= centre[i / 2 % points] ? 1 : rarity;
        }
        return out;
    }

    @Override
    public Physics physics(List<Supervised.Pair> pairs) {
        return Physics.resident(pairs.stream().map(Supervised.Pair::operator).toList());
    }
}
