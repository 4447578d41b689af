package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.preimage.operators.tomography.Beam;

/**
 * The suite that runs when nothing else is asked for: parallel-beam CT of phantoms and of real slices with 30 and with
 * 180 views.
 */
final class FoundationSuite implements Suite {
    @Override
    public String name() {
        return "foundation";
    }

    @Override
    public String description() {
        return "Parallel-beam CT at 128 x 128 pixels with 30 and with 180 views over half a turn: the modified Shepp-Logan"
                + " phantom and random ellipses with Gaussian noise, slices of a human head and brain with photon noise.";
    }

    @Override
    public List<String> methods() {
        return List.of("fbp", "cgls", "tikhonov", "l1", "tv", "tv-admm");
    }

    @Override
    public List<Task> tasks(Path scans) {
        SimulatedTasks few = views(30);
        SimulatedTasks many = views(180);
        return List.of(
                few.sheppLogan(),
                many.sheppLogan(),
                few.ellipses("ellipses 1", "ellipses 2", "ellipses 3"),
                many.ellipses("ellipses 1"),
                few.head("head_ct_20.png", "head_ct_04.png", "head_ct_36.png"),
                many.head("head_ct_20.png"),
                few.brain("brain_t1_z064.png", "brain_t1_z088.png"));
    }

    private static SimulatedTasks views(int count) {
        return new SimulatedTasks(
                "-" + count, count + " views", "views", count, Beam.uniformAngles(0, 180, count), "2e4");
    }
}
