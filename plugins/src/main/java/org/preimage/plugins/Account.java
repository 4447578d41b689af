package org.preimage.plugins;

import java.util.List;
import java.util.Map;

/** The account of how an image was made, as lines "key: value" that Image &gt; Show Info and macros can read. */
final class Account {
    private Account() {}

    /**
     * @param command what made it
     * @param facts what holds for all planes
     * @param planes what holds for each plane
     */
    static String text(String command, Map<String, String> facts, List<Map<String, String>> planes) {
        StringBuilder text = new StringBuilder("Made by: Preimage, " + command + "\n");
        facts.forEach((key, value) -> line(text, key, value));
        for (int i = 0; i < planes.size(); i++) {
            String prefix = planes.size() == 1 ? "" : "Slice " + (i + 1) + ", ";
            planes.get(i).forEach((key, value) -> line(text, prefix + key, value));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(value.replaceAll("\\s+", " ")).append('\n');
    }
}
