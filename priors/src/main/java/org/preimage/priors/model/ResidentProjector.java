package org.preimage.priors.model;

import java.lang.ref.Cleaner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.preimage.operators.tomography.Projector;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.DeviceOperator;
import org.preimage.priors.tensor.GatherMatrix;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;

/**
 * A projector of norm 1 and its pseudo-inverse in the memory of a device: the projector as a table, the ramp filter as a matrix
 * that acts on the lines of a sinogram.
 */
final class ResidentProjector implements ResidentPhysics {
    /** One for each device on which it is needed, for as long as this is reachable. */
    static final class OnDevices implements ResidentPhysics.OnDevices {
        private static final Cleaner CLEANER = Cleaner.create();

        private final Projector projector;
        private final double norm;
        private final RampFilter ramp;
        private final double factor;
        private final boolean always;
        private final Map<ComputeDevice, ResidentProjector> made = new ConcurrentHashMap<>();

        /** @param always on the processor too, where operators in Java are faster */
        OnDevices(Projector projector, double norm, RampFilter ramp, double factor, boolean always) {
            this.projector = projector;
            this.norm = norm;
            this.ramp = ramp;
            this.factor = factor;
            this.always = always;
        }

        @Override
        public ResidentProjector here() {
            ComputeDevice here = Scope.here();
            return here.equals(ComputeDevice.CPU) && !always ? null : made.computeIfAbsent(here, this::make);
        }

        private ResidentProjector make(ComputeDevice device) {
            Scope memory = Scope.lasting(device);
            CLEANER.register(this, memory::close);
            return new ResidentProjector(memory, projector, norm, ramp, factor);
        }
    }

    private final DeviceOperator table;
    /** Symmetric, for the filter's kernel is even: its own adjoint. */
    private final Tensor filter;

    private final double norm;
    private final double factor;

    /**
     * @param memory where it lives, until that is closed
     * @param norm by which the projector is divided
     * @param ramp filter of the pseudo-inverse
     * @param factor of the pseudo-inverse of the undivided projector, factor A* ramp
     */
    private ResidentProjector(Scope memory, Projector projector, double norm, RampFilter ramp, double factor) {
        table = GatherMatrix.of(projector).in(memory);
        this.norm = norm;
        this.factor = factor;
        int cells = projector.range().size(0);
        float[] matrix = new float[cells * cells];
        float[] unit = projector.range().zeros();
        float[] line = projector.range().zeros();
        for (int i = 0; i < cells; i++) {
            unit[i] = 1;
            ramp.apply(unit, line);
            unit[i] = 0;
            System.arraycopy(line, 0, matrix, i * cells, cells);
        }
        filter = memory.tensor(matrix, cells, cells);
    }

    @Override
    public DeviceOperator forward() {
        return new DeviceOperator() {
            @Override
            public Tensor apply(Tensor x) {
                return table.apply(x).times(1 / norm);
            }

            @Override
            public Tensor adjoint(Tensor y) {
                return table.adjoint(y).times(1 / norm);
            }
        };
    }

    @Override
    public DeviceOperator inverse() {
        return new DeviceOperator() {
            @Override
            public Tensor apply(Tensor y) {
                return table.adjoint(y.matrixTimes(filter)).times(factor * norm);
            }

            @Override
            public Tensor adjoint(Tensor x) {
                return table.apply(x).matrixTimes(filter).times(factor * norm);
            }
        };
    }
}
