package org.preimage.priors.training;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Space;

/** Random phantoms, made when they are asked for, each only once in a training. */
public final class PhantomImages implements Images {
    private static final long VALIDATION = -1_000_000;
    private static final long TEST = -2_000_000;

    private final RandomEllipses phantoms;
    private final Space space;
    private final long seed;
    private final List<float[]> validation;
    private final List<float[]> test;

    /**
     * @param phantoms as they are drawn
     * @param size pixels along each side
     * @param seed of all
     * @param held number of images for validation, and of those for tests
     */
    public PhantomImages(RandomEllipses phantoms, int size, long seed, int held) {
        this.phantoms = phantoms;
        this.seed = seed;
        space = Space.image(size, size, 1);
        validation = several(VALIDATION, held);
        test = several(TEST, held);
    }

    private List<float[]> several(long number, int count) {
        List<float[]> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(training(number - i));
        }
        return List.copyOf(out);
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public float[] training(long number) {
        return phantoms.sample(Draws.of(seed, number), space, 1).data();
    }

    @Override
    public List<float[]> validation() {
        return validation;
    }

    @Override
    public List<float[]> test() {
        return test;
    }
}
