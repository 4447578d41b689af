package org.preimage.operators.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of operators that a SPEC can name: an operator is added here. */
public final class OperatorKinds {
    private static final List<Kind> ALL = Stream.concat(
                    BeamSpec.KINDS.stream(),
                    Stream.of(
                            IdentitySpec.KIND,
                            MaskSpec.KIND,
                            MriSpec.KIND,
                            BlurSpec.KIND,
                            DownsampleSpec.KIND,
                            SensingSpec.KIND,
                            PhaseRetrievalSpec.KIND))
            .toList();

    private OperatorKinds() {}

    /** Reads the keys of one kind of operator. */
    @FunctionalInterface
    interface Reader {
        OperatorSpec read(Fields fields, Path folder) throws IOException;
    }

    /** A kind of operator: the name that "operator" gives, and how the rest is read. */
    record Kind(String name, Reader reader) {}

    /** The names of all kinds. */
    public static List<String> names() {
        return ALL.stream().map(Kind::name).toList();
    }

    static OperatorSpec read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("cannot read " + file + ": there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot read " + file + ": it is not a file");
        }
        String json;
        try {
            json = Files.readString(file);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot read " + file + ": permission denied", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": the SPEC is not UTF-8 text", e);
        }
        try {
            return parse(json, file.toAbsolutePath().getParent());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static OperatorSpec parse(String json, Path folder) throws IOException {
        Fields fields = Fields.parse(json);
        String name = fields.word("operator");
        for (Kind kind : ALL) {
            if (kind.name().equals(name)) {
                OperatorSpec spec = kind.reader().read(fields, folder);
                fields.requireNoOthers();
                return spec;
            }
        }
        throw new IllegalArgumentException("operator \"" + name + "\" is not available; there are "
                + names().stream().collect(Collectors.joining(", ")));
    }
}
