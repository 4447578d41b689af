package org.preimage.reconstruction.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.parameter.WeightChoice;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Status;

/** What a method writes down on its way: the parameters used and why, until the result takes them along. */
final class Protocol {
    private final Method method;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    Protocol(Method method) {
        this.method = method;
    }

    /** The method's name. */
    String method() {
        return method.name();
    }

    /** A parameter with the value used; a later value replaces an earlier one in its place. */
    Protocol used(String name, Object value) {
        parameters.put(name, String.valueOf(value));
        return this;
    }

    /** What was decided, and why. */
    void note(String name, String text) {
        notes.put(name, text);
    }

    /** The weight chosen, and why. */
    void noteWeight(WeightChoice<?> choice, Discrepancy goal) {
        used("weight", choice.weight());
        note("weight", "chosen " + choice.note() + "; " + goal.note());
    }

    /** The result where no weight plays a part: of data that are zero, or of a run cancelled before the weight was needed. */
    Reconstruction unweighted(Space space, Discrepancy goal) {
        note("weight", "without effect: " + (goal.radius() == 0 ? goal.note() : "cancelled before it was needed"));
        return result(space, goal.leastSquares(), goal.status());
    }

    /** How closely the result fits the data. */
    void noteMisfit(LinearOperator operator, Discrepancy goal, float[] x) {
        note(
                "misfit",
                String.format(
                        Locale.ROOT,
                        "|A x - b| is %.4f of the goal %.4g for %d samples: %s",
                        goal.reached(operator, x),
                        goal.radius(),
                        goal.samples(),
                        goal.note()));
    }

    /** The result of a run. */
    Reconstruction result(Space space, Outcome outcome) {
        return new Reconstruction(
                new Image(space, outcome.solution()),
                outcome.status(),
                outcome.iterations(),
                outcome.history(),
                provenance());
    }

    /** The result of a run that ended before its main iteration. */
    Reconstruction result(Space space, float[] x, Status status) {
        return new Reconstruction(new Image(space, x), status, 0, List.of(), provenance());
    }

    /** A result with what stands here added to what the method wrote. */
    Reconstruction joined(Reconstruction r) {
        Map<String, String> all = new LinkedHashMap<>(r.how().parameters());
        all.putAll(parameters);
        Map<String, String> said = new LinkedHashMap<>(r.how().notes());
        said.putAll(notes);
        return new Reconstruction(
                r.image(),
                r.status(),
                r.iterations(),
                r.history(),
                new Provenance(r.how().method(), r.how().reference(), all, said));
    }

    private Provenance provenance() {
        return new Provenance(method.name(), method.reference(), parameters, notes);
    }
}
