package org.preimage.priors.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.file.AtomicFile;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.weights.Safetensors;
import org.preimage.priors.weights.Weights;

/**
 * A trained model: its card, NAME.json, and its weights, NAME.safetensors in the same folder. Reading one runs no code of
 * its files.
 *
 * @param card what is to be known
 * @param weights of the card's model
 */
public record Bundle(Card card, Weights weights) {
    private static final String CARD = ".json";
    private static final String WEIGHTS = ".safetensors";

    /** Kinds of operators whose image and data may be of any size. */
    public static final String MRI = "mri";

    /** Kind of what removes noise from images. */
    public static final String IDENTITY = "identity";

    /** Kind of what models real plane images, whatever measures them. */
    public static final String IMAGES = "images";

    private static final String SIZE = "size";

    /**
     * Reads a bundle.
     *
     * @param file its card
     * @throws IOException with one sentence that names the file, if one cannot be read, is damaged, or belongs to another one
     */
    public static Bundle read(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(CARD)) {
            throw new IOException("cannot read " + file + ": the card of a trained model ends in " + CARD);
        }
        Path weights = file.resolveSibling(name.substring(0, name.length() - CARD.length()) + WEIGHTS);
        try {
            return of(file.toString(), Files.readAllBytes(file), weights.toString(), Files.readAllBytes(weights));
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read " + e.getMessage() + ": there is no such file", e);
        }
    }

    private static Bundle of(String cardFile, byte[] cardBytes, String weightsFile, byte[] weightBytes)
            throws IOException {
        Card card;
        try {
            card = Card.parse(new String(cardBytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(cardFile + " is not the card of a trained model: " + e.getMessage(), e);
        }
        String hash = sha256(weightBytes);
        if (!hash.equals(card.sha256())) {
            throw new IOException(weightsFile + " is damaged or belongs to another card: its SHA-256 is " + hash
                    + ", but " + cardFile + " says " + card.sha256());
        }
        try {
            Weights weights = Safetensors.parse(weightsFile, weightBytes)
                    .weights(card.model().layout());
            for (float v : weights.values()) {
                if (!Float.isFinite(v)) {
                    throw new IOException(weightsFile + " holds NaN or infinite weights");
                }
            }
            return new Bundle(card, weights);
        } catch (IllegalArgumentException e) {
            throw new IOException(weightsFile + " does not fit the model of " + cardFile + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a bundle that comes with this program.
     *
     * @param name one of {@link #shipped}
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Bundle shipped(String name) {
        if (!shipped().contains(name)) {
            throw new IllegalArgumentException("no trained model \"" + name + "\" comes with this program; there are "
                    + (shipped().isEmpty() ? "none" : String.join(", ", shipped())));
        }
        try {
            return of(name + CARD, resource(name + CARD), name + WEIGHTS, resource(name + WEIGHTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The names of the bundles that come with this program. */
    public static List<String> shipped() {
        try {
            return new String(resource("shipped.txt"), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Bundle.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing in this program");
            }
            return in.readAllBytes();
        }
    }

    /** The same with more figures on its card, or others of the same names. */
    public Bundle withFigures(Map<String, Double> figures) {
        Map<String, Double> all = new TreeMap<>(card.figures());
        all.putAll(figures);
        return new Bundle(
                new Card(
                        card.format(),
                        card.name(),
                        card.summary(),
                        card.model(),
                        card.operator(),
                        card.noise(),
                        card.training(),
                        all,
                        card.licence(),
                        card.sha256()),
                weights);
    }

    /**
     * Writes both files, the weights first.
     *
     * @param file the card, which ends in .json
     * @return the bundle with the hash that was written
     * @throws IOException with one sentence, if they cannot be written
     */
    public Bundle write(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(CARD)) {
            throw new IOException("cannot write " + file + ": the card of a trained model ends in " + CARD);
        }
        byte[] bytes = Safetensors.of(weights, Map.of()).bytes();
        Path data = file.resolveSibling(name.substring(0, name.length() - CARD.length()) + WEIGHTS);
        Bundle written = new Bundle(card.hashed(sha256(bytes)), weights);
        AtomicFile.write(data, out -> out.write(bytes));
        AtomicFile.write(file, out -> out.write(written.card.text().getBytes(StandardCharsets.UTF_8)));
        return written;
    }

    /**
     * The model, where it is one that reconstructs.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    public Model model() {
        if (card.model() instanceof Model model) {
            return model;
        }
        throw new IllegalArgumentException("the model " + card.name() + " does not reconstruct by itself, but is a "
                + card.model().core().getClass().getSimpleName());
    }

    /** Whether the model was trained for problems with this operator. */
    public boolean fits(Operator forward) {
        Card.Fit fit = card.operator();
        return switch (fit.kind()) {
            case MRI -> forward instanceof CartesianMri;
            case IDENTITY -> forward.domain().equals(forward.range());
            case IMAGES -> fit.spec() == null || imagesOf(fit, forward.domain());
            default -> forward instanceof Projector p && describe(p).equals(fit.spec());
        };
    }

    /**
     * How the model sees a problem.
     *
     * @throws IllegalArgumentException with one sentence, if it was trained for other operators
     */
    public Physics physics(Operator forward) {
        Card.Fit fit = card.operator();
        LinearOperator linear = linear(forward);
        if (forward instanceof CartesianMri) {
            return Physics.of(linear, linear.normBound());
        }
        return fit.norm() == null ? Physics.of(List.of(linear)) : Physics.of(linear, fit.norm());
    }

    /**
     * The operator, if the model was trained for problems with it and it is linear.
     *
     * @throws IllegalArgumentException with one sentence, if not
     */
    public LinearOperator linear(Operator forward) {
        if (fits(forward) && forward instanceof LinearOperator linear) {
            return linear;
        }
        Card.Fit fit = card.operator();
        String needed = fit.kind().equals(IMAGES)
                ? fit.spec() == null ? "linear operators" : "real images of " + words(fit.spec()) + " pixels"
                : fit.spec() == null
                        ? "every " + fit.kind() + " operator"
                        : fit.spec().toString();
        String found = forward instanceof Projector p && !fit.kind().equals(IMAGES)
                ? describe(p).toString()
                : forward.getClass().getSimpleName() + " on " + forward.domain();
        throw new IllegalArgumentException(
                "the model " + card.name() + " was trained for " + needed + ", but the operator here is " + found);
    }

    private static String words(JsonNode spec) {
        return spec.path(SIZE).path(0).asInt() + " x " + spec.path(SIZE).path(1).asInt();
    }

    private static boolean imagesOf(Card.Fit fit, Space domain) {
        return domain.dimensions() == 2
                && domain.field() == Field.REAL
                && domain.size(0) == fit.spec().path(SIZE).path(0).asInt()
                && domain.size(1) == fit.spec().path(SIZE).path(1).asInt();
    }

    /** What a model of images of one size says of them. */
    public static Card.Fit images(int columns, int rows) {
        ObjectNode spec = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
        spec.putArray(SIZE).add(columns).add(rows);
        return new Card.Fit(IMAGES, spec, null);
    }

    /** What a model that is trained for one projector says of it. */
    public static Card.Fit fit(Projector projector, double norm) {
        ObjectNode spec = describe(projector);
        return new Card.Fit(spec.get("operator").asText(), spec, norm);
    }

    private static ObjectNode describe(Projector projector) {
        // Through text, so that numbers have the types that a file gives them.
        try {
            JsonNode node = new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(new BeamSpec(projector.beam(), projector.model()).text());
            return (ObjectNode) node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
