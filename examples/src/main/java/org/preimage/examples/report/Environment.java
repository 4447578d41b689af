package org.preimage.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What a result depends on besides its input: the build, Java, the machine. */
public final class Environment {
    private static final Properties BUILD = load();

    private Environment() {}

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("/org/preimage/examples/build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The project's version. */
    public static String version() {
        return BUILD.getProperty("version");
    }

    /** The commit that was built, with "+ changes" if files differed from it, or "unknown" when built outside a clone. */
    public static String commit() {
        String commit = BUILD.getProperty("commit");
        if (commit == null || commit.isEmpty() || commit.startsWith("$")) {
            return "unknown";
        }
        return "true".equals(BUILD.getProperty("dirty")) ? commit + " + changes" : commit;
    }

    /** Everything, in words, in order. */
    public static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("preimage", version());
        facts.put("commit", commit());
        facts.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB for Java at most");
        return facts;
    }
}
