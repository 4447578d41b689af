package org.preimage.plugins;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Planes that stay in memory. */
final class MemoryDestination implements Destination {
    private final Plan plan;
    private final List<float[]> values = new ArrayList<>();
    private final List<Map<String, String>> facts = new ArrayList<>();

    MemoryDestination(Plan plan) {
        this.plan = plan;
    }

    @Override
    public void put(int plane, float[] made, Map<String, String> how) {
        int points = plan.width() * plan.height();
        for (int c = 0; c < plan.channels().size(); c++) {
            values.add(plan.channels().size() == 1 ? made : Arrays.copyOfRange(made, c * points, (c + 1) * points));
        }
        facts.add(how);
    }

    @Override
    public int count() {
        return facts.size();
    }

    @Override
    public ImagePlus image(Planes input) {
        ImageStack stack = new ImageStack(plan.width(), plan.height());
        for (int i = 0; i < values.size(); i++) {
            stack.addSlice(plan.label(i, input), values.get(i));
        }
        return input.with(plan.title(), stack, plan.channels().size());
    }

    @Override
    public Map<String, String> facts(int plane) {
        return facts.get(plane);
    }

    @Override
    public String kept() {
        return "are kept";
    }
}
