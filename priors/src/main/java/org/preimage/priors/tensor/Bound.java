package org.preimage.priors.tensor;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** Weights as tensors of a scope, which networks ask for by name. */
public final class Bound {
    private final Weights weights;
    private final Map<String, Tensor> tensors;
    private final String prefix;
    private final Set<String> used;
    private final RandomGenerator random;
    private final Substitution substitution;
    private final Precision precision;

    /** What stands for weights, as random ones about them. */
    @FunctionalInterface
    public interface Substitution {
        /**
         * @param name the full one
         * @param weight its value
         * @param weights all of them as they are, under their full names
         * @return of the same shape; the weight itself where nothing stands for it
         */
        Tensor apply(String name, Tensor weight, Bound weights);
    }

    private Bound(
            Weights weights,
            Map<String, Tensor> tensors,
            String prefix,
            Set<String> used,
            RandomGenerator random,
            Substitution substitution,
            Precision precision) {
        this.weights = weights;
        this.tensors = tensors;
        this.prefix = prefix;
        this.used = used;
        this.random = random;
        this.substitution = substitution;
        this.precision = precision;
    }

    /** Weights copied into a scope. */
    public static Bound in(Scope scope, Weights weights) {
        return in(scope, weights, false, false);
    }

    /**
     * Weights copied into a scope.
     *
     * @param gradients whether gradients are to be taken with respect to them
     * @param precise whether in double precision
     */
    static Bound in(Scope scope, Weights weights, boolean gradients, boolean precise) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Layout.Entry e : weights.layout().entries()) {
            Tensor t = scope.tensor(weights.get(e.name()), e.shape());
            Tensor exact = precise ? t.toDoublePrecision() : t;
            // Convolutions are faster where a pixel's channels are neighbours, and their results inherit that from the
            // kernels.
            Tensor kept = e.shape().length == 4 ? exact.channelsLast() : exact;
            tensors.put(e.name(), gradients ? kept.leaf() : kept);
        }
        return new Bound(weights, tensors, "", new LinkedHashSet<>(), null, null, Precision.FLOAT);
    }

    /** The part of the weights whose names begin with "name.". */
    public Bound within(String name) {
        return new Bound(weights, tensors, prefix + name + ".", used, random, substitution, precision);
    }

    /** The same weights for a network that draws random numbers, as masks of dropout. */
    public Bound drawing(RandomGenerator generator) {
        return new Bound(weights, tensors, prefix, used, generator, substitution, precision);
    }

    /** The same weights where others stand for some, whatever network asks for them. */
    public Bound substituting(Substitution other) {
        return new Bound(weights, tensors, prefix, used, random, other, precision);
    }

    /** The same weights in full precision, for what rounding to fewer bits would spoil. */
    public Bound exact() {
        return in(Precision.FLOAT);
    }

    /** The same weights for networks in another precision. */
    Bound in(Precision other) {
        return new Bound(weights, tensors, prefix, used, random, substitution, other);
    }

    Precision precision() {
        return precision;
    }

    /** What random numbers come from; empty where a network is to be computed without. */
    public Optional<RandomGenerator> random() {
        return Optional.ofNullable(random);
    }

    /** @throws IllegalArgumentException if there are none of this name */
    public Tensor get(String name) {
        Tensor t = tensors.get(prefix + name);
        if (t == null) {
            throw new IllegalArgumentException("there are no weights \"" + prefix + name + "\"");
        }
        used.add(prefix + name);
        Tensor value = substitution == null
                ? t
                : substitution.apply(
                        prefix + name, t, new Bound(weights, tensors, "", used, null, null, Precision.FLOAT));
        // The kernels' precision is that of what convolutions give.
        boolean kernel = weights.layout().entry(prefix + name).shape().length == 4;
        return kernel && precision == Precision.MIXED ? value.toBrainFloat() : value;
    }

    Weights weights() {
        return weights;
    }

    /** The names asked for since the last call, each once. */
    List<String> takeUsed() {
        List<String> names = List.copyOf(used);
        used.clear();
        return names;
    }

    Tensor tensor(String fullName) {
        return tensors.get(fullName);
    }
}
