package org.preimage.priors.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.preimage.priors.model.Architecture;

/**
 * What is to be known of trained weights, as a JSON file beside them.
 *
 * @param format version of this format, {@value #FORMAT}
 * @param name lower case with hyphens
 * @param summary one sentence
 * @param model the architecture, under names of a closed list: no code comes from a file
 * @param operator what it was trained for
 * @param noise for which noise it was trained, in words and numbers
 * @param training how it was made
 * @param figures measured results by name, as "test PSNR in dB"
 * @param licence of the weights
 * @param sha256 of the file of weights, in hexadecimal
 */
@JsonPropertyOrder({
    "format",
    "name",
    "summary",
    "model",
    "operator",
    "noise",
    "training",
    "figures",
    "licence",
    "sha256"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Card(
        int format,
        String name,
        String summary,
        Architecture model,
        Fit operator,
        Noise noise,
        Origin training,
        Map<String, Double> figures,
        String licence,
        String sha256) {
    /** The version of the format that this class reads and writes. */
    public static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * The operators that a model takes.
     *
     * @param kind as in a SPEC, "parallel-beam"
     * @param spec the one operator, as a SPEC; null for all of the kind
     * @param norm |A| by which data were divided; null for operators of norm 1
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fit(String kind, JsonNode spec, Double norm) {}

    /**
     * Noise seen in training.
     *
     * @param unit what the numbers are, as "standard deviation over the mean magnitude of the data"
     * @param low smallest
     * @param high largest
     */
    public record Noise(String unit, double low, double high) {
        /** The unit of noise that has the same strength in all data. */
        public static final String RELATIVE = "standard deviation over the mean magnitude of the data";
    }

    /**
     * How weights were made.
     *
     * @param recipe name in the list of recipes; empty for imported weights
     * @param command that makes them again; empty for imported weights
     * @param seed of weights and data
     * @param steps made
     * @param data what it learned from
     * @param commit of the program
     * @param reference the paper
     */
    public record Origin(
            String recipe, String command, long seed, int steps, String data, String commit, String reference) {}

    /** @throws IllegalArgumentException if something is missing */
    public Card {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format is " + format + ", but this version reads " + FORMAT);
        }
        require("name", name);
        require("model", model);
        require("operator", operator);
        require("training", training);
        require("sha256", sha256);
        figures = figures == null ? Map.of() : Map.copyOf(figures);
    }

    private static void require(String what, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("\"" + what + "\" is missing");
        }
    }

    /** The same for another file of weights. */
    Card hashed(String hash) {
        return new Card(format, name, summary, model, operator, noise, training, figures, licence, hash);
    }

    /** As JSON text. */
    public String text() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * From JSON text.
     *
     * @throws IllegalArgumentException with one sentence, if it is no card
     */
    public static Card parse(String text) {
        try {
            return JSON.readValue(text, Card.class);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    e.getOriginalMessage().lines().findFirst().orElse("it is no JSON"), e);
        }
    }
}
