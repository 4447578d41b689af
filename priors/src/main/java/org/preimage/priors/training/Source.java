package org.preimage.priors.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes what a recipe minimises. */
@FunctionalInterface
public interface Source {
    /**
     * @param seed of the data
     * @param data folder of the files that are learned from; null where there are none
     * @throws IOException with one sentence, if a file is missing or damaged
     */
    Objective open(long seed, Path data) throws IOException;

    /** The names of the files that it needs. */
    default List<String> files() {
        return List.of();
    }

    /** A source that needs files and says so where they are missing. */
    static Source of(List<String> files, Source source) {
        return new Source() {
            @Override
            public Objective open(long seed, Path data) throws IOException {
                if (data == null) {
                    throw new IllegalArgumentException("the recipe learns from " + String.join(", ", files)
                            + ", but --data FOLDER, where they lie, is missing");
                }
                for (String name : files) {
                    if (!Files.exists(data.resolve(name))) {
                        throw new IOException("the recipe learns from " + String.join(", ", files) + ", but "
                                + data.resolve(name) + " is missing");
                    }
                }
                return source.open(seed, data);
            }

            @Override
            public List<String> files() {
                return files;
            }
        };
    }
}
