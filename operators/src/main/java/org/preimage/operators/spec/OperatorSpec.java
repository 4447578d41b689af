package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** A forward operator as a SPEC describes it: checked, but not yet built. */
public interface OperatorSpec {
    /**
     * Reads a SPEC from a file; file names inside are relative to its folder.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException with one sentence that names the file and what is wrong in it
     */
    static OperatorSpec read(Path file) throws IOException {
        return OperatorKinds.read(file);
    }

    /**
     * Reads a SPEC from text.
     *
     * @param json the SPEC
     * @param folder what file names inside are relative to
     * @throws IOException if a file that it names cannot be read
     * @throws IllegalArgumentException with one sentence that says what is wrong
     */
    static OperatorSpec parse(String json, Path folder) throws IOException {
        return OperatorKinds.parse(json, folder);
    }

    /** Name of the kind of operator, as "parallel-beam". */
    String name();

    /** Where the image lives. */
    Space domain();

    /** Where the data live. */
    Space range();

    /** Builds the operator. */
    Operator operator();

    /**
     * Builds the operator where a linear one is needed.
     *
     * @param purpose what needs it, for the message, as "the adjoint"
     * @throws IllegalArgumentException if it is not linear
     */
    default LinearOperator linear(String purpose) {
        if (operator() instanceof LinearOperator linear) {
            return linear;
        }
        throw new IllegalArgumentException(purpose + " needs a linear operator, but " + name() + " is not linear");
    }

    /**
     * The SPEC with what it leaves to the data: itself, if it leaves nothing. Sensitivities of coils and a mask may be found
     * in the data; the range is not known before.
     *
     * @param read an array read from a file
     * @throws IllegalArgumentException if the data do not fit, or do not tell what is asked of them
     */
    default OperatorSpec completedBy(Image read) {
        return this;
    }

    /** Sets to zero what is not measured, as where noise was added to all of the data. */
    default void clearUnmeasured(Image data) {}

    /** What reports should tell of the operator beside the SPEC, in words: names and values. */
    default Map<String, String> facts() {
        return Map.of();
    }

    /** The SPEC as JSON, defaults filled in. */
    ObjectNode json();

    /** The SPEC as JSON text. */
    default String text() {
        return Fields.text(json());
    }

    /**
     * An array read from a file as an image of the domain.
     *
     * @throws IllegalArgumentException if its shape is another one, or a value is NaN or infinite
     */
    default Image image(Image read) {
        return Shapes.fit("the image", read, domain());
    }

    /**
     * An array read from a file as data of the range.
     *
     * @throws IllegalArgumentException if its shape is another one, or a value is NaN or infinite
     */
    default Image data(Image read) {
        return Shapes.fit("data", read, range());
    }
}
