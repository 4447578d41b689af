package org.preimage.plugins;

import java.util.List;
import java.util.Map;

/** The account of how an image was made, as lines "key: value" that Image &gt; Show Info and macros can read. */
final class Account {
    private Account() {}

    /**
     * The whole account.
     *
     * @param command what made the image
     * @param facts what holds for all planes
     * @param planes what holds for each plane; what is the same for all of them is written once
     */
    static String text(String command, Map<String, String> facts, List<Map<String, String>> planes) {
        StringBuilder text = new StringBuilder(summary(command, facts, planes));
        for (int i = 0; i < planes.size(); i++) {
            for (Map.Entry<String, String> fact : planes.get(i).entrySet()) {
                if (!common(fact, planes)) {
                    line(text, "Slice " + (i + 1) + ", " + fact.getKey(), fact.getValue());
                }
            }
        }
        return text.toString();
    }

    /** The part of {@link #text} that holds for all planes. */
    static String summary(String command, Map<String, String> facts, List<Map<String, String>> planes) {
        StringBuilder text = new StringBuilder();
        line(text, "Made by", "Preimage, " + command);
        facts.forEach((key, value) -> line(text, key, value));
        for (Map.Entry<String, String> fact : planes.get(0).entrySet()) {
            if (common(fact, planes)) {
                line(text, fact.getKey(), fact.getValue());
            }
        }
        return text.toString();
    }

    private static boolean common(Map.Entry<String, String> fact, List<Map<String, String>> planes) {
        return planes.stream().allMatch(plane -> fact.getValue().equals(plane.get(fact.getKey())));
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(value.replaceAll("\\s+", " ")).append('\n');
    }
}
