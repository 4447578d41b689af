package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A named list of tasks. */
public interface Suite {
    /** Lower case with hyphens. */
    String name();

    /** One or two sentences. */
    String description();

    /** The methods that run unless others are asked for, as {@link Contestant#parse} reads them. */
    List<String> methods();

    /**
     * The tasks; their images are not made before they are asked for.
     *
     * @param scans folder of measured scans, for suites that need some
     * @throws MissingDataException if the suite finds none of its data
     * @throws IOException if some are damaged
     */
    List<Task> tasks(Path scans) throws IOException;

    /**
     * What the suite goes without because data are not there, a sentence for each; empty where it has all it knows of.
     *
     * @param scans as in {@link #tasks}
     */
    default List<String> missing(Path scans) {
        return List.of();
    }

    /** Whether {@link #withImages} may choose the number of test images. */
    default boolean opensImages() {
        return false;
    }

    /**
     * The same suite with so many test images of each kind, where a suite leaves that open.
     *
     * @throws IllegalArgumentException if the suite has images of its own
     */
    default Suite withImages(int images) {
        throw new IllegalArgumentException(
                "suite " + name() + " has images of its own, so their number cannot be " + images);
    }

    /**
     * The same suite with these methods in its studies, where they compare methods that one may choose.
     *
     * @param methods as {@link Contestant#parse} reads them
     */
    default Suite withMethods(List<String> methods) {
        return this;
    }

    /**
     * The same suite that knows where its files lie and where it may keep results of parts of its studies, so that an interrupted
     * run goes on with them.
     *
     * @param scans as in {@link #tasks}
     * @param report folder of the report, which need not exist yet
     */
    default Suite within(Path scans, Path report) {
        return this;
    }

    /** What the suite shows beside the table of methods. */
    default List<Study> studies() {
        return List.of();
    }
}
