package org.preimage.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.tomography.Kernels;
import org.preimage.priors.tensor.Torch;

/** What a result depends on besides its input: the build, Java, the machine. */
public final class Environment {
    private static final Properties BUILD = load();
    private static final String VECTOR = "jdk.incubator.vector";

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

    /** Java's version and virtual machine. */
    public static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
    }

    /** How a shell in the project's folder calls the program as it runs now, with the Vector API or without. */
    public static String program() {
        boolean vector = ModuleLayer.boot().findModule(VECTOR).isPresent();
        return "java " + (vector ? "--add-modules " + VECTOR + " " : "") + "-jar examples/target/preimage.jar";
    }

    /** The processor's name where the system tells it, else what Java calls its kind. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            Optional<String> name =
                    lines.filter(line -> line.startsWith("model name")).findFirst();
            if (name.isPresent()) {
                return name.get().replaceFirst("[^:]*:\\s*", "");
            }
        } catch (IOException | UncheckedIOException e) {
            // Not Linux.
        }
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows == null ? System.getProperty("os.arch") : windows;
    }

    /** Everything, in words, in order. */
    public static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("preimage", version());
        facts.put("commit", commit());
        facts.put("java", java());
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        facts.put("processor", processor());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("threads", Integer.toString(Parallel.threads()));
        facts.put("projectors", Kernels.description());
        facts.put("pytorch", Torch.runningVersion().orElse("not started"));
        facts.put("memory", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB for Java at most");
        return facts;
    }
}
