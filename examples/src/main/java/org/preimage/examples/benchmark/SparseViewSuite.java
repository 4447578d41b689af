package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.tomography.Beam;

/** Few views: how far does each method come with 30, 60 and 90 of them? */
final class SparseViewSuite implements Suite {
    @Override
    public String name() {
        return "ct-sparse";
    }

    @Override
    public String description() {
        return "Parallel-beam CT at 128 x 128 pixels with 30, 60 and 90 views over half a turn: phantoms with Gaussian noise of"
                + " 2 %, slices of a human head and brain with 20000 photons in each open cell.";
    }

    @Override
    public List<String> methods() {
        return List.of("fbp", "fbp:window=hann", "gridding-fbp", "sirt", "cgls", "tikhonov", "tv");
    }

    @Override
    public List<Task> tasks(Path scans) {
        List<Task> tasks = new ArrayList<>();
        for (int count : new int[] {30, 60, 90}) {
            SimulatedTasks views = new SimulatedTasks(
                    "-" + count, count + " views", "views", count, Beam.uniformAngles(0, 180, count), "2e4");
            tasks.add(views.sheppLogan());
            tasks.add(views.ellipses("ellipses 1", "ellipses 2"));
            tasks.add(views.head("head_ct_20.png", "head_ct_04.png"));
            tasks.add(views.brain("brain_t1_z064.png"));
        }
        return tasks;
    }
}
