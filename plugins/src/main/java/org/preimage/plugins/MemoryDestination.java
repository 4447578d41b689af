package org.preimage.plugins;

import ij.ImagePlus;
import java.util.ArrayList;
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
    public void put(int plane, float[] plan, Map<String, String> how) {
        values.add(plan);
        facts.add(how);
    }

    @Override
    public int count() {
        return values.size();
    }

    @Override
    public ImagePlus image(Planes input) {
        return input.with(plan.title(), plan.width(), plan.height(), values);
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
