package org.preimage.priors.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes what a recipe minimises. */
@FunctionalInterface
public interface Source {
    /** That of the program. */
    String OWN_LICENCE = "BSD-2-Clause";

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

    /** The licence of weights that were learned from it, which is that of the program unless the data ask for another one. */
    default String licence() {
        return OWN_LICENCE;
    }

    /** A source that needs files and says so where they are missing. */
    static Source of(List<String> files, Source source) {
        return of(files, OWN_LICENCE, source);
    }

    /** The same where the files' licence passes on to what is learned from them. */
    static Source of(List<String> files, String licence, Source source) {
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

            @Override
            public String licence() {
                return licence;
            }
        };
    }
}
