package org.preimage.priors.model;

import java.util.List;
import java.util.Optional;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.space.Space;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.DeviceFourier;
import org.preimage.priors.tensor.DeviceOperator;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tensor;

/**
 * Cartesian multi-coil MRI of a batch in the memory of a device, M F S with the maps and the mask of each sample: images [N, 2, H,
 * W] to k-space [N, 2, C, H, W].
 */
final class ResidentMri implements ResidentPhysics, DeviceOperator {
    /** For the duration of a scope, as samples are drawn anew for each step. */
    static final class OnDevices implements ResidentPhysics.OnDevices {
        private final List<CartesianMri> operators;
        private final boolean always;
        private Scope memory;
        private ResidentMri made;

        private OnDevices(List<CartesianMri> operators, boolean always) {
            this.operators = operators;
            this.always = always;
        }

        @Override
        public synchronized ResidentMri here() {
            if (Scope.here().equals(ComputeDevice.CPU) && !always) {
                return null;
            }
            Scope now = Scope.outermost();
            if (now != memory) {
                made = new ResidentMri(now, operators);
                memory = now;
            }
            return made;
        }
    }

    private final Tensor real;
    private final Tensor imaginary;
    private final Tensor mask;
    private final int samples;
    private final int coils;
    private final int rows;
    private final int columns;

    private ResidentMri(Scope memory, List<CartesianMri> operators) {
        Space space = operators.get(0).range();
        samples = operators.size();
        coils = operators.get(0).sensitivities().coils();
        rows = space.size(1);
        columns = space.size(0);
        int pixels = rows * columns;
        int each = coils * pixels;
        float[] re = new float[samples * each];
        float[] im = new float[samples * each];
        float[] kept = new float[samples * pixels];
        for (int n = 0; n < samples; n++) {
            float[] maps = operators.get(n).sensitivities().maps().data();
            for (int i = 0; i < each; i++) {
                re[n * each + i] = maps[2 * i];
                im[n * each + i] = maps[2 * i + 1];
            }
            SamplingMask points = operators.get(n).mask();
            for (int i = 0; i < pixels; i++) {
                kept[n * pixels + i] = points.kept(i) ? 1 : 0;
            }
        }
        real = memory.tensor(re, samples, 1, coils, rows, columns);
        imaginary = memory.tensor(im, samples, 1, coils, rows, columns);
        mask = memory.tensor(kept, samples, 1, 1, rows, columns);
    }

    /**
     * For operators of plane images with one map for each coil; empty for others.
     *
     * @param always on the processor too, where operators in Java are faster
     */
    static Optional<ResidentPhysics.OnDevices> of(List<? extends LinearOperator> operators, boolean always) {
        List<CartesianMri> all = operators.stream()
                .filter(a -> a instanceof CartesianMri mri
                        && mri.domain().dimensions() == 2
                        && mri.range().equals(operators.get(0).range()))
                .map(CartesianMri.class::cast)
                .toList();
        return all.size() == operators.size() ? Optional.of(new OnDevices(all, always)) : Optional.empty();
    }

    @Override
    public DeviceOperator forward() {
        return this;
    }

    @Override
    public DeviceOperator inverse() {
        throw new IllegalStateException("no pseudo-inverse of this operator is known");
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor re = part(x, 0);
        Tensor im = part(x, 1);
        Tensor seen = Tensor.channels(
                real.times(re).minus(imaginary.times(im)), real.times(im).plus(imaginary.times(re)));
        return apart(new DeviceFourier().apply(together(seen))).times(mask);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        Tensor seen = apart(new DeviceFourier().adjoint(together(y.times(mask))));
        Tensor re = part(seen, 0);
        Tensor im = part(seen, 1);
        Tensor sum = Tensor.channels(
                        real.times(re).plus(imaginary.times(im)), real.times(im).minus(imaginary.times(re)))
                .sumOver(2);
        return sum.reshape(samples, 2, rows, columns);
    }

    /** Real or imaginary part as [N, 1, coils or 1, H, W]. */
    private Tensor part(Tensor x, int channel) {
        Tensor part = x.slice(1, channel, channel + 1);
        return part.shape().length == 5 ? part : part.reshape(samples, 1, 1, rows, columns);
    }

    /** [N, 2, C, H, W] to [N C, 2, H, W]. */
    private Tensor together(Tensor x) {
        return x.permute(0, 2, 1, 3, 4).reshape(samples * coils, 2, rows, columns);
    }

    private Tensor apart(Tensor x) {
        return x.reshape(samples, coils, 2, rows, columns).permute(0, 2, 1, 3, 4);
    }
}
