package org.preimage.operators;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Reference results and measured data that are not part of the project.
 *
 * <p>They lie in the folder that the system property {@code preimage.shared} names, or in a folder {@code shared} beside
 * the project's. Where they are missing, a test that needs them is skipped, and says so on standard error.
 */
public final class SharedData {
    /** Names the folder of shared data, where it is not beside the project. */
    public static final String PROPERTY = "preimage.shared";

    private SharedData() {}

    /**
     * A file or folder of the shared data; skips the running test if it is missing.
     *
     * @param relative its path below the shared folder, as "refs/ellipses64.npy"
     */
    public static Path require(String relative) {
        Optional<Path> found = folder().map(f -> f.resolve(relative)).filter(Files::exists);
        if (found.isEmpty()) {
            String message = "SKIPPED: shared/" + relative
                    + " is missing; put the folder beside the project or name it with -D" + PROPERTY + "=FOLDER";
            System.err.println(message);
            Assumptions.abort(message);
        }
        return found.get();
    }

    private static Optional<Path> folder() {
        String property = System.getProperty(PROPERTY);
        if (property != null) {
            return Optional.of(Path.of(property));
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            boolean root = Files.exists(p.resolve(".git"))
                    || Files.exists(p.resolve("pom.xml")) && Files.isDirectory(p.resolve("operators"));
            if (root) {
                return Optional.ofNullable(p.getParent()).map(q -> q.resolve("shared"));
            }
        }
        return Optional.empty();
    }
}
