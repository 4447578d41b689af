package org.preimage.reconstruction.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Mask;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.blur.ExtendedBlur;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * Deconvolution of an image that goes on beyond the field of view: what is unknown is larger than the data by a border that the point
 * spread function reaches into, and is free there ({@link ExtendedBlur}). What stands at one edge is then seen neither at
 * the other, as with periodic boundaries, nor piled up at its own, as with zero ones.
 *
 * @param forward from the unknowns to the data
 * @param image from the unknowns to the image
 */
record FreeBorder(LinearOperator forward, LinearOperator image) {
    private static final String AUTO = "auto";
    private static final String ON = "on";
    private static final String OFF = "off";

    static final Parameter PADDING = Parameter.choice(
            "padding",
            List.of(AUTO, ON, OFF),
            "Reconstruct beyond the field of view as well, lest its edges leave traces; auto does for blur with zero boundary.");

    /** What is seen by a smaller share than this stays out of reach of multiplicative methods. */
    private static final double LEAST_SEEN = 0.01;

    /** No border: what the operator's own boundary says. */
    static FreeBorder none(LinearOperator a) {
        return new FreeBorder(a, new Identity(a.domain()));
    }

    /**
     * As the parameter says.
     *
     * @throws IllegalArgumentException if padding is "on" for another operator than blur
     */
    static FreeBorder of(LinearOperator a, String padding, Protocol protocol) {
        protocol.used("padding", padding);
        if (padding.equals(ON) && !(a instanceof Blur)) {
            throw new IllegalArgumentException("padding is \"on\", which needs a blur, but the forward operator is of"
                    + " another kind (" + a.getClass().getSimpleName() + ")");
        }
        if (!(a instanceof Blur blur && wanted(blur, padding))) {
            return none(a);
        }
        ExtendedBlur enlarged = new ExtendedBlur(a.range(), blur.psf());
        protocol.note(
                "padding",
                "reconstructed on " + enlarged.domain() + ", of which " + a.domain() + " is the field of view");
        return new FreeBorder(enlarged, enlarged.selection());
    }

    /** A method with the choice of a border, if it takes any linear operator and has none yet. */
    static Method offered(Method method) {
        if (!method.takes(Method.ANY_LINEAR) || method.parameters().contains(PADDING)) {
            return method;
        }
        List<Parameter> parameters = new ArrayList<>(method.parameters());
        parameters.add(PADDING);
        return new Method(
                method.name(),
                method.summary(),
                method.operators(),
                parameters,
                method.reference(),
                s -> around(method, s.choice("padding"), method.factory().apply(s)));
    }

    /** The reconstructor on the larger domain, its result cut back to the image. */
    private static Reconstructor around(Method method, String padding, Reconstructor inner) {
        return (problem, listeners) -> {
            Protocol protocol = new Protocol(method);
            FreeBorder border = problem.forward() instanceof LinearOperator a || padding.equals(ON)
                    ? of(problem.linear(method.name()), padding, protocol)
                    : null;
            if (border == null || border.image instanceof Identity) {
                protocol.used("padding", OFF);
                return protocol.joined(inner.reconstruct(problem, listeners));
            }
            protocol.used("padding", ON);
            Reconstruction r =
                    inner.reconstruct(new InverseProblem(border.forward, problem.data()), border.listeners(listeners));
            Image image = new Image(border.space(), border.image.apply(r.image().data()));
            return protocol.joined(new Reconstruction(image, r.status(), r.iterations(), r.history(), r.how()));
        };
    }

    /** Whether there is to be a border. */
    static boolean wanted(LinearOperator a, String padding) {
        return padding.equals(ON) || padding.equals(AUTO) && a instanceof Blur blur && blur.boundary() == Boundary.ZERO;
    }

    /**
     * The same with zeros where next to nothing is seen, for methods that divide by how much is seen (Bertero and Boccacci 2005, A
     * simple method for the reduction of boundary effects in the Richardson-Lucy approach to image deconvolution, Astron.
     * Astrophys. 437).
     */
    FreeBorder wellSeen() {
        if (image instanceof Identity) {
            return this;
        }
        float[] ones = forward.range().zeros();
        Arrays.fill(ones, 1);
        float[] seen = forward.adjoint(ones);
        float largest = 0;
        for (float s : seen) {
            largest = Math.max(largest, s);
        }
        boolean[] kept = new boolean[seen.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = seen[i] > LEAST_SEEN * largest;
        }
        return new FreeBorder(forward.after(new Mask(forward.domain(), kept)), image);
    }

    /** Listeners who are shown the image alone. */
    Listener[] listeners(Listener... listeners) {
        return Arrays.stream(listeners)
                .map(l -> (Listener) p -> l.onIteration(new Progress(
                        p.stage(),
                        p.iteration(),
                        p.maxIterations(),
                        p.last(),
                        () -> image.apply(p.solution().get()))))
                .toArray(Listener[]::new);
    }

    /** The result of a run over the unknowns. */
    Reconstruction result(Protocol protocol, Outcome outcome) {
        return protocol.result(
                space(),
                new Outcome(
                        image.apply(outcome.solution()), outcome.status(), outcome.iterations(), outcome.history()));
    }

    /** The result of a run that ended before its main iteration. */
    Reconstruction result(Protocol protocol, float[] x, Status status) {
        return protocol.result(space(), image.apply(x), status);
    }

    private Space space() {
        return image.range();
    }

    /** The image set into zeros. */
    float[] embed(Image x) {
        return image.adjoint(x.data());
    }
}
