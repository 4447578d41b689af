package org.preimage.operators.fourier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * The centred unitary Fourier transform along some axes of a complex space,
 *
 * <pre>X[k] = N<sup>-1/2</sup> sum over r of x[r] exp(-2 pi i (k - c) (r - c) / N), c = floor(N / 2),</pre>
 *
 * for each axis of N samples: zero frequency and the origin of the image are both at sample c. The adjoint is the inverse.
 * Spatial axes X, Y, Z become KX, KY, KZ with spacing 1 / (N h) in 1/mm; other axes keep their role and spacing 1 / (N h).
 */
public final class FourierTransform extends LinearOperator {
    private final CentredFft fft;

    /**
     * @param domain complex
     * @param axes positions of the axes to transform, at least one, each once
     * @throws IllegalArgumentException if the domain is real or an axis does not exist or is named twice
     */
    public FourierTransform(Space domain, int... axes) {
        super(requireComplex(domain), frequencies(domain, axes));
        this.fft = new CentredFft(domain.sizes(), axes);
    }

    /** Along all spatial axes of the domain; others, such as coils and time, are left alone. */
    public static FourierTransform spatial(Space domain) {
        int[] axes = IntStream.range(0, domain.dimensions())
                .filter(i -> domain.axes().get(i).role().isSpatial())
                .toArray();
        return new FourierTransform(domain, axes);
    }

    private static Space requireComplex(Space domain) {
        if (domain.field() != Field.COMPLEX) {
            throw new IllegalArgumentException(
                    "the domain of a Fourier transform is " + domain + ", but must be complex");
        }
        return domain;
    }

    /** The space of frequencies along some axes. */
    private static Space frequencies(Space domain, int[] axes) {
        if (axes.length == 0 || Arrays.stream(axes).distinct().count() < axes.length) {
            throw new IllegalArgumentException(
                    "axes are " + Arrays.toString(axes) + ", but there must be at least one, each once");
        }
        List<Axis> out = new ArrayList<>(domain.axes());
        for (int i : axes) {
            if (i < 0 || i >= out.size()) {
                throw new IllegalArgumentException("axis " + i + " does not exist in " + domain);
            }
            Axis axis = out.get(i);
            Role role =
                    switch (axis.role()) {
                        case X -> Role.KX;
                        case Y -> Role.KY;
                        case Z -> Role.KZ;
                        default -> axis.role();
                    };
            out.set(i, new Axis(role, axis.size(), 1 / (axis.size() * axis.spacing())));
        }
        return new Space(out, domain.field());
    }

    @Override
    protected void computeApply(float[] x, float[] out) {
        fft.forward(x, out);
    }

    @Override
    protected void computeAdjoint(float[] y, float[] out) {
        fft.inverse(y, out);
    }

    @Override
    protected double computeNorm() {
        return 1;
    }
}
