package org.preimage.priors.tensor;

import java.util.IdentityHashMap;
import java.util.Map;

/** Where the cotangents of a {@link Tape}'s values are summed up. */
interface Cotangents {
    /** In the values themselves, where they can be read afterwards. */
    Cotangents KEPT = new Cotangents() {
        @Override
        public void add(Var variable, Tensor part) {
            variable.accumulate(part);
        }

        @Override
        public Tensor of(Var variable) {
            return variable.cotangent();
        }

        @Override
        public Cotangents inside() {
            return this;
        }

        @Override
        public void passTo(Cotangents outer) {}
    };

    void add(Var variable, Tensor part);

    /** The sum, or null where nothing was added. */
    Tensor of(Var variable);

    /** Those of the stages within a stage. */
    Cotangents inside();

    /** Adds all sums to those of the stages around. */
    void passTo(Cotangents outer);

    /** For one product, which leaves the values as they are. */
    final class Passing implements Cotangents {
        private final Map<Var, Tensor> sums = new IdentityHashMap<>();

        @Override
        public void add(Var variable, Tensor part) {
            sums.merge(variable, part, Tensor::plus);
        }

        @Override
        public Tensor of(Var variable) {
            return sums.get(variable);
        }

        @Override
        public Cotangents inside() {
            return new Passing();
        }

        @Override
        public void passTo(Cotangents outer) {
            sums.forEach(outer::add);
        }
    }
}
