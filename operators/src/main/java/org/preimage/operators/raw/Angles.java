package org.preimage.operators.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.tomography.Beam;

/** The angles of a scan whose file states none, in degrees. */
public sealed interface Angles {
    /**
     * One angle for each view.
     *
     * @throws IllegalArgumentException if there are as many as another number of views
     */
    double[] of(int views);

    /** From {@code start} in equal steps, {@code stop} excluded. */
    record Uniform(double start, double stop) implements Angles {
        @Override
        public double[] of(int views) {
            return Beam.uniformAngles(start, stop, views);
        }
    }

    /** One by one. */
    record Listed(List<Double> degrees) implements Angles {
        public Listed {
            degrees = List.copyOf(degrees);
        }

        @Override
        public double[] of(int views) {
            if (degrees.size() != views) {
                throw new IllegalArgumentException(
                        "there are " + degrees.size() + " angles, but the scan has " + views + " views");
            }
            return degrees.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /**
     * Reads START:STOP, or the name of a text file of numbers between blanks, commas or line ends.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it holds something else
     */
    static Angles parse(String text) throws IOException {
        Matcher range = Pattern.compile("([-+.\\deE]+):([-+.\\deE]+)").matcher(text);
        if (range.matches()) {
            return new Uniform(number(range.group(1), text), number(range.group(2), text));
        }
        Path file = Path.of(text);
        if (!Files.isRegularFile(file)) {
            throw new IOException("cannot read the angles: " + file + " is no file, and not of the form START:STOP");
        }
        List<Double> degrees = new ArrayList<>();
        for (String word : Files.readString(file).strip().split("[\\s,;]+")) {
            degrees.add(number(word, file.toString()));
        }
        return new Listed(degrees);
    }

    private static double number(String word, String where) {
        try {
            double value = Double.parseDouble(word);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        String shown = word.length() > 20 ? word.substring(0, 20) + "..." : word;
        throw new IllegalArgumentException("\"" + shown + "\" in " + where + " is no angle in degrees");
    }

    /**
     * The list "angles_deg" of a JSON file that describes a scan beside it.
     *
     * @throws IOException if the file cannot be read or has no such list
     */
    static Angles describedIn(Path json) throws IOException {
        JsonNode list = new ObjectMapper().readTree(json.toFile()).path("angles_deg");
        if (!list.isArray() || list.isEmpty()) {
            throw new IOException(json + " has no list \"angles_deg\"");
        }
        List<Double> degrees = new ArrayList<>();
        list.forEach(angle -> degrees.add(angle.asDouble(Double.NaN)));
        return new Listed(degrees);
    }
}
