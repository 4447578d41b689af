package org.preimage.priors.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.operators.tomography.RampFilter;
import org.preimage.priors.tensor.DeviceOperator;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;

/**
 * How unrolled networks see a batch of linear inverse problems: A of norm 1, its adjoint, and a pseudo-inverse where one is
 * known. Data that go into a network are those of the problem divided by the norm, so that images keep their scale:
 * (A / |A|) x = y / |A|.
 */
public final class Physics {
    private static final int LARGEST_TABLE = 30_000;

    private final List<LinearOperator> forward;
    private final List<LinearOperator> adjoint;
    private final List<LinearOperator> inverse;
    private final List<LinearOperator> operators;
    private final LinearOperator[] grams;
    private final double norm;
    private final ResidentPhysics.OnDevices resident;

    private Physics(
            List<LinearOperator> operators,
            double norm,
            List<LinearOperator> inverse,
            ResidentPhysics.OnDevices resident) {
        this.norm = norm;
        this.resident = resident;
        forward = operators.stream().map(a -> a.scaled(1 / norm)).toList();
        adjoint = forward.stream().map(LinearOperator::transposed).toList();
        this.operators = operators;
        grams = new LinearOperator[operators.size()];
        this.inverse = inverse;
    }

    /** One operator for all samples of a batch. */
    public static Physics of(LinearOperator operator) {
        return of(operator, operator.norm());
    }

    /** The same with a norm that is known. */
    public static Physics of(LinearOperator operator, double norm) {
        return new Physics(
                List.of(operator),
                norm,
                pseudoInverse(operator).map(b -> List.of(b.scaled(norm))).orElse(List.of()),
                null);
    }

    /**
     * An operator that is taken as it is, with a pseudo-inverse of one's own.
     *
     * @param inverse from the operator's range to its domain
     */
    public static Physics of(LinearOperator operator, LinearOperator inverse) {
        return new Physics(List.of(operator), 1, List.of(inverse), null);
    }

    /** Operators of samples that have the same spaces, as coils differ from subject to subject; each is taken as it is. */
    public static Physics of(List<LinearOperator> operators) {
        return new Physics(operators, 1, List.of(), null);
    }

    /**
     * Filtered back-projection by the exact transpose, B = A* R with the ramp R, scaled so that B A is about the identity; empty
     * for other operators than projectors of parallel beams.
     */
    private static Optional<LinearOperator> pseudoInverse(LinearOperator operator) {
        if (operator instanceof Projector projector && projector.beam() instanceof ParallelBeam beam) {
            return Optional.of(projector.transposed().after(ramp(beam)).scaled(factor(beam)));
        }
        return Optional.empty();
    }

    private static RampFilter ramp(ParallelBeam beam) {
        return new RampFilter(beam.sinogram(), RampFilter.Window.RAM_LAK, 1);
    }

    private static double factor(ParallelBeam beam) {
        double pixel = beam.image().spacing(0);
        return Math.PI / beam.angles().length * beam.spacing() / (pixel * pixel);
    }

    /**
     * The physics of a projector for many steps of training: where they are computed on a graphics card, a projector of parallel
     * beams goes there once, as a table that is read off its products with unit vectors, and iterates do not come back to Java.
     * Projectors with more than {@value #LARGEST_TABLE} pixels and readings stay in Java.
     */
    public static Physics resident(Projector projector) {
        return resident(projector, false);
    }

    /** @param always on the processor too, for tests */
    static Physics resident(Projector projector, boolean always) {
        Physics plain = of(projector);
        int lines = Math.min(projector.domain().length(), projector.range().length());
        if (lines > LARGEST_TABLE || !(projector.beam() instanceof ParallelBeam beam)) {
            return plain;
        }
        return new Physics(
                plain.operators,
                plain.norm,
                plain.inverse,
                new ResidentProjector.OnDevices(projector, plain.norm, ramp(beam), factor(beam), always));
    }

    /**
     * The same as {@link #of(List)} for a step of training: where it is computed on a graphics card, Cartesian multi-coil MRI of plane
     * images goes there with its maps and masks, until the thread's outermost scope is closed.
     */
    public static Physics resident(List<? extends LinearOperator> operators) {
        return resident(operators, false);
    }

    /** @param always on the processor too, for tests */
    static Physics resident(List<? extends LinearOperator> operators, boolean always) {
        return new Physics(
                List.copyOf(operators),
                1,
                List.of(),
                ResidentMri.of(operators, always).orElse(null));
    }

    /** By what the problem's data are divided. */
    public double norm() {
        return norm;
    }

    /** Where images live. */
    public Space image() {
        return forward.get(0).domain();
    }

    /** Where data live. */
    public Space data() {
        return forward.get(0).range();
    }

    /** A x / |A| for the image that begins at a channel of x. */
    public Var forward(Tape tape, Var x, int channel) {
        ResidentPhysics there = there();
        return there == null
                ? tape.operator(forward, x, channel)
                : apply(tape, there.forward(), x, channel, Samples.channels(image()));
    }

    /** A* y / |A| for the data that begin at a channel of y. */
    public Var adjoint(Tape tape, Var y, int channel) {
        ResidentPhysics there = there();
        return there == null
                ? tape.operator(adjoint, y, channel)
                : apply(tape, there.forward().transposed(), y, channel, Samples.channels(data()));
    }

    /** A* A / |A|<sup>2</sup> of a sample. */
    LinearOperator gram(int sample) {
        int i = operators.size() == 1 ? 0 : sample;
        // Made when first needed, as some copy the maps of all coils.
        synchronized (grams) {
            if (grams[i] == null) {
                LinearOperator gram = operators.get(i).gram();
                grams[i] = norm == 1 ? gram : gram.scaled(1 / (norm * norm));
            }
            return grams[i];
        }
    }

    /** A* A / |A|<sup>2</sup> of a batch where it is computed on a device; empty where it is in Java. */
    Optional<UnaryOperator<Tensor>> gramThere() {
        return Optional.ofNullable(there()).map(ResidentPhysics::forward).map(a -> x -> a.adjoint(a.apply(x)));
    }

    /** The direct reconstruction: by the pseudo-inverse where one is known, else by the adjoint. */
    public Var direct(Tape tape, Var y) {
        return hasInverse() ? inverse(tape, y, 0) : adjoint(tape, y, 0);
    }

    /** B y with the pseudo-inverse B or the adjoint, as asked for. */
    Var back(Tape tape, Var y, boolean byInverse) {
        return byInverse ? inverse(tape, y, 0) : adjoint(tape, y, 0);
    }

    /** B (A x - y). */
    Var gradient(Tape tape, Var x, Var y, boolean byInverse) {
        Var projected = forward(tape, x, 0);
        return back(tape, tape.segment((w, in) -> in[0].minus(in[1]), projected, y), byInverse);
    }

    /**
     * A / |A| of a single operator.
     *
     * @throws IllegalStateException if each sample has its own
     */
    public LinearOperator operator() {
        if (forward.size() != 1) {
            throw new IllegalStateException("each sample has an operator of its own");
        }
        return forward.get(0);
    }

    /** The pseudo-inverse of a single operator. */
    public Optional<LinearOperator> inverse() {
        return inverse.size() == 1 ? Optional.of(inverse.get(0)) : Optional.empty();
    }

    /** Whether {@link #inverse} is known. */
    public boolean hasInverse() {
        return !inverse.isEmpty();
    }

    /**
     * |A| B y with a linear pseudo-inverse B of A, so that data divided by |A| give an image of the right scale.
     *
     * @throws IllegalStateException if none is known
     */
    public Var inverse(Tape tape, Var y, int channel) {
        if (inverse.isEmpty()) {
            throw new IllegalStateException("no pseudo-inverse of this operator is known");
        }
        ResidentPhysics there = there();
        return there == null
                ? tape.operator(inverse, y, channel)
                : apply(tape, there.inverse(), y, channel, Samples.channels(data()));
    }

    private ResidentPhysics there() {
        return resident == null ? null : resident.here();
    }

    private static Var apply(Tape tape, DeviceOperator a, Var x, int channel, int channels) {
        Var one = x.value().size(1) == channels
                ? x
                : tape.segment((w, in) -> in[0].slice(1, channel, channel + channels), x);
        return tape.custom(in -> new Tape.Derived(a.apply(in[0]), c -> new Tensor[] {a.adjoint(c)}), one);
    }
}
