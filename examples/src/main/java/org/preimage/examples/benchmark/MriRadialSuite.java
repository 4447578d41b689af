package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Radial MRI: how far does each method come with few golden-angle spokes? */
final class MriRadialSuite implements Suite {
    private static final int[] SPOKES = {21, 34, 55, 89, 200};

    @Override
    public String name() {
        return "mri-radial";
    }

    @Override
    public String description() {
        return "Radial MRI with eight simulated coils at 128 x 128 pixels and 21, 34, 55, 89 and 200 golden-angle spokes: the"
                + " Shepp-Logan phantom from its exact Fourier integral, and a slice of a brain from finer pixels.";
    }

    @Override
    public List<String> methods() {
        return List.of("gridding", "sense", "l1-wavelet", "tv");
    }

    @Override
    public List<Task> tasks(Path scans) {
        List<Task> tasks = new ArrayList<>();
        RadialTasks radial = new RadialTasks();
        for (int spokes : SPOKES) {
            tasks.add(radial.sheppLogan(spokes).at("shepp-logan", "spokes", spokes));
            tasks.add(radial.brain(spokes).at("brain", "spokes", spokes));
        }
        return tasks;
    }
}
