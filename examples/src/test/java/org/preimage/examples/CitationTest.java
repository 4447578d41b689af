package org.preimage.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** CITATION.cff is what the Citation File Format 1.2.0 asks for, and says what the build says. */
class CitationTest {
    private static final Path ROOT = Path.of("..");

    /** The format's keys that this file may have; others would be refused by its readers. */
    private static final Set<String> KEYS = Set.of(
            "cff-version",
            "message",
            "type",
            "title",
            "abstract",
            "authors",
            "version",
            "license",
            "keywords",
            "repository-code",
            "date-released",
            "doi",
            "url");

    private final JsonNode citation;
    private final String pom;

    CitationTest() throws IOException {
        citation = new YAMLMapper().readTree(ROOT.resolve("CITATION.cff").toFile());
        pom = Files.readString(ROOT.resolve("pom.xml"));
    }

    @Test
    void hasWhatTheFormatNeeds() {
        Set<String> others = new TreeSet<>();
        citation.fieldNames().forEachRemaining(others::add);
        others.removeAll(KEYS);
        assertEquals(Set.of(), others);
        assertEquals("1.2.0", citation.path("cff-version").asText());
        assertEquals("software", citation.path("type").asText());
        for (String text : new String[] {"message", "title", "abstract"}) {
            assertTrue(citation.path(text).isTextual(), text);
        }
        assertFalse(citation.path("authors").isEmpty());
        citation.path("authors")
                .forEach(author -> assertFalse(author.path("name").asText().isEmpty()));
        assertFalse(citation.path("keywords").isEmpty());
        citation.path("keywords").forEach(word -> assertTrue(word.isTextual(), word.toString()));
    }

    @Test
    void saysWhatTheBuildSays() {
        assertEquals(
                first("<version>([^<]+)</version>"), citation.path("version").asText());
        assertEquals(
                first("(?s)<license>\\s*<name>([^<]+)</name>"),
                citation.path("license").asText());
    }

    private String first(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(pom);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }
}
