package org.preimage.reconstruction.functional;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.preimage.operators.space.Space;

/**
 * The sum f(x) = sum_i f_i(x_i) of functionals of the consecutive blocks x_i of one array. Proximal map and conjugate go block
 * by block (Combettes and Pesquet 2011, Proximal splitting methods in signal processing, table 1).
 */
public final class SeparableSum implements Proximable {
    private final Space domain;
    private final List<Proximable> parts;

    /**
     * @param domain of the whole array, whatever its axes
     * @param parts functionals of its blocks, in order
     * @throws IllegalArgumentException if the blocks' lengths do not add up to the domain's
     */
    public SeparableSum(Space domain, List<? extends Proximable> parts) {
        long total = parts.stream().mapToLong(p -> p.domain().length()).sum();
        if (parts.isEmpty() || total != domain.length()) {
            throw new IllegalArgumentException(
                    "the parts have " + total + " values together, but the domain has " + domain.length());
        }
        this.domain = domain;
        this.parts = List.copyOf(parts);
    }

    @Override
    public Space domain() {
        return domain;
    }

    @Override
    public boolean convex() {
        return parts.stream().allMatch(Proximable::convex);
    }

    @Override
    public double strongConvexity() {
        return parts.stream().mapToDouble(Proximable::strongConvexity).min().orElse(0);
    }

    private double sum(float[] x, ToDoubleBiFunction<Proximable, float[]> value) {
        domain.require("x", x);
        double sum = 0;
        int from = 0;
        for (Proximable part : parts) {
            int to = from + part.domain().length();
            sum += value.applyAsDouble(part, Arrays.copyOfRange(x, from, to));
            from = to;
        }
        return sum;
    }

    @Override
    public double value(float[] x) {
        return sum(x, Proximable::value);
    }

    @Override
    public double prox(float[] v, double gamma, float[] out) {
        return prox(parts, v, gamma, out);
    }

    private double prox(List<Proximable> functionals, float[] v, double gamma, float[] out) {
        domain.require("v", v);
        domain.require("out", out);
        double sum = 0;
        int from = 0;
        for (Proximable part : functionals) {
            float[] block = Arrays.copyOfRange(v, from, from + part.domain().length());
            sum += part.prox(block, gamma, block);
            System.arraycopy(block, 0, out, from, block.length);
            from += block.length;
        }
        return sum;
    }

    @Override
    public Proximable at(int iteration) {
        List<Proximable> now = parts.stream().map(p -> p.at(iteration)).toList();
        return now.equals(parts) ? this : new SeparableSum(domain, now);
    }

    @Override
    public double conjugateValue(float[] y) {
        return sum(y, Proximable::conjugateValue);
    }

    @Override
    public double conjugateValue(float[] y, double bound) {
        return sum(y, (part, block) -> part.conjugateValue(block, bound));
    }

    @Override
    public Proximable conjugate() {
        if (!convex()) {
            return Proximable.super.conjugate();
        }
        List<Proximable> conjugates = parts.stream().map(Proximable::conjugate).toList();
        return new Conjugate(this) {
            @Override
            public double prox(float[] v, double gamma, float[] out) {
                return SeparableSum.this.prox(conjugates, v, gamma, out);
            }
        };
    }
}
