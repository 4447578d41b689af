package org.preimage.operators.tomography.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Steps of preparation as users write them, on a command line or in a dialog. */
public final class PreparationSyntax {
    private static final double NO_NUMBER = Double.NaN;

    private PreparationSyntax() {}

    /**
     * Filters against rings: {@code sorting[:CELLS]}, {@code wavelet[:LEVELS[:SIGMA]]}, {@code large[:CELLS]}, {@code dead}, several
     * joined by +, which are applied in this order; {@code none} is none.
     *
     * @param name what to call the input in messages
     * @throws IllegalArgumentException in one sentence, if the text is another, or a number not allowed
     */
    public static StripeFilter[] stripes(String name, String text) {
        String all = text.strip();
        return all.equals("none")
                ? new StripeFilter[0]
                : Arrays.stream(all.split("\\+"))
                        .map(part -> stripe(name, part))
                        .toArray(StripeFilter[]::new);
    }

    private static StripeFilter stripe(String name, String text) {
        List<String> parts = new ArrayList<>(List.of(text.split(":")));
        String filter = parts.remove(0);
        double[] numbers = parts.stream().mapToDouble(PreparationSyntax::number).toArray();
        int most = filter.equals("wavelet") ? 2 : filter.equals("dead") ? 0 : 1;
        if (numbers.length > most || Arrays.stream(numbers).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(name + " has \"" + text + "\", but " + filter + " takes at most " + most
                    + (most == 1 ? " number" : " numbers"));
        }
        return switch (filter) {
            case "sorting" ->
                numbers.length == 0 ? SortingStripeFilter.DEFAULT : new SortingStripeFilter((int) numbers[0]);
            case "wavelet" -> {
                WaveletFourierStripeFilter d = WaveletFourierStripeFilter.DEFAULT;
                yield new WaveletFourierStripeFilter(
                        numbers.length > 0 ? (int) numbers[0] : d.levels(),
                        d.moments(),
                        numbers.length > 1 ? numbers[1] : d.sigma());
            }
            case "large" ->
                numbers.length == 0
                        ? LargeStripeFilter.DEFAULT
                        : new LargeStripeFilter((int) numbers[0], LargeStripeFilter.DEFAULT.threshold());
            case "dead" -> DeadStripeFilter.DEFAULT;
            default ->
                throw new IllegalArgumentException(
                        name + " has \"" + filter + "\", but must be none or made of sorting, wavelet, large, dead");
        };
    }

    /**
     * Phase retrieval: {@code energy=KEV,distance=MM,pixel=MM,delta-beta=RATIO}.
     *
     * @param name what to call the input in messages
     * @param pixel what the pixel is where the text does not say, in mm
     * @throws IllegalArgumentException in one sentence, if the text is another, or a number not allowed
     */
    public static Paganin phase(String name, String text, OptionalDouble pixel) {
        Map<String, Double> values = new HashMap<>();
        pixel.ifPresent(p -> values.put("pixel", p));
        for (String pair : text.strip().split("\\s*,\\s*")) {
            String[] sides = pair.split("=", 2);
            double value = sides.length == 2 ? number(sides[1]) : NO_NUMBER;
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException(
                        name + " has \"" + pair + "\", but NAME=NUMBER, separated by commas, is needed");
            }
            values.put(sides[0].strip(), value);
        }
        if (!values.keySet().equals(Set.of("energy", "distance", "pixel", "delta-beta"))) {
            throw new IllegalArgumentException(name + " is \"" + text + "\", but energy, distance, "
                    + (pixel.isPresent() ? "" : "pixel, ") + "and delta-beta are needed, each once");
        }
        return new Paganin(values.get("energy"), values.get("distance"), values.get("pixel"), values.get("delta-beta"));
    }

    /**
     * Linearisation: the coefficients {@code C1,C2,...} of p' = C1 p + C2 p^2 + ...
     *
     * @param name what to call the input in messages
     * @throws IllegalArgumentException in one sentence, if they are no numbers
     */
    public static BeamHardening hardening(String name, String text) {
        double[] coefficients = Arrays.stream(text.strip().split("\\s*,\\s*"))
                .mapToDouble(PreparationSyntax::number)
                .toArray();
        if (Arrays.stream(coefficients).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(
                    name + " is \"" + text + "\", but must be numbers C1,C2,... separated by commas");
        }
        return BeamHardening.of(coefficients);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return NO_NUMBER;
        }
    }
}
