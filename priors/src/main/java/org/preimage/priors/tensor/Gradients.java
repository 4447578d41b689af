package org.preimage.priors.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Derivatives as tensors that are part of the computation: inside a {@link Tape.Segment} they can be differentiated again, as a
 * penalty on a gradient needs it, and native memory stays flat.
 */
public final class Gradients {
    private Gradients() {}

    /** The same values as a tensor with respect to which derivatives can be taken; what came before does not count. */
    public static Tensor variable(Tensor x) {
        return x.leaf();
    }

    /** The tensor itself where it has a history or is an input by which is differentiated, else a {@link #variable}. */
    public static Tensor recorded(Tensor x) {
        return x.recorded() ? x : variable(x);
    }

    /**
     * J* c of recorded outputs, with respect to several inputs.
     *
     * @param outputs inside of a recording segment
     * @param inputs on which the outputs depend: a segment's differentiable inputs, its weights, or {@link #variable}s; those on
     *     which no output depends get zeros
     * @param cotangents c, of the shapes of the outputs
     * @param again whether the result is to be differentiated in turn
     */
    public static List<Tensor> of(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> cotangents, boolean again) {
        Scope scope = Scope.current();
        PtNDArray[] gradients = scope.callForList(
                "grad", arrays(outputs), arrays(inputs), arrays(cotangents), scope.structural(1, again ? 1 : 0));
        return Arrays.stream(gradients).map(Tensor::new).toList();
    }

    /** The gradient of one number for each sample or in all, differentiable again. */
    public static Tensor of(Tensor output, Tensor input) {
        return of(
                        List.of(output),
                        List.of(input),
                        List.of(output.detached().times(0).affine(1, 1)),
                        true)
                .get(0);
    }

    /**
     * J(x) v, from two products with the transpose: u -&gt; J(x)* u is linear, and its own transpose is J(x).
     *
     * @param map made of operations whose derivatives can be differentiated
     * @param x a recorded tensor
     * @param v of the shape of x
     */
    public static Tensor jacobianTimes(UnaryOperator<Tensor> map, Tensor x, Tensor v) {
        Tensor at = recorded(x);
        Tensor y = map.apply(at);
        Tensor u = variable(y.detached().times(0));
        Tensor back = of(List.of(y), List.of(at), List.of(u), true).get(0);
        return of(List.of(back), List.of(u), List.of(v), true).get(0);
    }

    private static PtNDArray[] arrays(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::array).toArray(PtNDArray[]::new);
    }
}
