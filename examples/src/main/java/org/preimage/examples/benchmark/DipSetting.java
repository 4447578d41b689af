package org.preimage.examples.benchmark;

import java.util.List;
import java.util.stream.Stream;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;

/**
 * One setting of the experiment on images of 28 x 28 pixels.
 *
 * @param views of a parallel beam over half a turn
 * @param percent standard deviation of the noise relative to the mean magnitude of the data without noise
 */
record DipSetting(int views, int percent) {
    private static final int CELLS = 41;

    static List<DipSetting> all() {
        return Stream.of(5, 10, 20, 30)
                .flatMap(v -> Stream.of(new DipSetting(v, 5), new DipSetting(v, 10)))
                .toList();
    }

    Projector projector() {
        return ParallelBeam.halfTurn(Space.image(Mnist.SIDE, Mnist.SIDE, 1), CELLS, 1, views)
                .projector();
    }

    /** Where names of its files begin. */
    String file() {
        return views + "-" + percent;
    }

    String name() {
        return views + " views, " + percent + " %";
    }
}
