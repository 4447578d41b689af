package org.preimage.priors.tensor;

/**
 * The centred unitary Fourier transform of complex images [N, 2, H, W], real and imaginary parts in channels: the twin of
 * {@link org.preimage.operators.fourier.FourierTransform#spatial}. Zero frequency and the origin of the image are at row H / 2 and
 * column W / 2, rounded down. The adjoint is the inverse.
 */
public record DeviceFourier() implements DeviceOperator {
    @Override
    public Tensor apply(Tensor x) {
        return centred(x, true);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return centred(y, false);
    }

    private static Tensor centred(Tensor x, boolean forward) {
        int rows = x.size(2) / 2;
        int columns = x.size(3) / 2;
        Tensor cornered = x.rolled(-rows, -columns);
        return (forward ? cornered.fourier() : cornered.inverseFourier()).rolled(rows, columns);
    }
}
