package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.tomography.Beam;

/** A wedge of directions was not measured: edges along the missing rays are not in the data. */
final class LimitedAngleSuite implements Suite {
    @Override
    public String name() {
        return "ct-limited";
    }

    @Override
    public String description() {
        return "Parallel-beam CT at 128 x 128 pixels from an arc of 120, 90 and 60 degrees, one view each degree: phantoms with"
                + " Gaussian noise of 2 %, slices of a human head and brain with 20000 photons in each open cell.";
    }

    @Override
    public List<String> methods() {
        return List.of("fbp", "fbp:window=hann", "sirt", "cgls", "tikhonov", "tv", "l1-shearlet");
    }

    @Override
    public List<Task> tasks(Path scans) {
        List<Task> tasks = new ArrayList<>();
        for (int arc : new int[] {120, 90, 60}) {
            SimulatedTasks views = new SimulatedTasks(
                    "-arc-" + arc,
                    "an arc of " + arc + " degrees about 90 degrees, one view each degree",
                    "degrees of arc",
                    arc,
                    Beam.uniformAngles(90 - arc / 2.0, 90 + arc / 2.0, arc),
                    "2e4");
            if (arc == 120) {
                tasks.add(views.textures("textures 1", "textures 2"));
            }
            tasks.add(views.sheppLogan());
            tasks.add(views.ellipses("ellipses 1", "ellipses 2"));
            tasks.add(views.head("head_ct_20.png", "head_ct_04.png"));
            tasks.add(views.brain("brain_t1_z064.png"));
        }
        return tasks;
    }
}
