package org.preimage.examples.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A public data set, with what is needed to fetch exactly the bytes that were looked at when it was listed.
 *
 * @param name how the command line calls it
 * @param description what it is
 * @param file name in the cache
 * @param url where it comes from
 * @param sha256 of the file
 * @param bytes size of the file
 * @param licence as its origin states it
 * @param citation what to cite
 */
public record DataSet(
        String name,
        String description,
        String file,
        URI url,
        String sha256,
        long bytes,
        String licence,
        String citation) {

    /** All data sets listed. */
    public static List<DataSet> catalogue() {
        try (InputStream in = DataSet.class.getResourceAsStream("/org/preimage/examples/data/catalogue.json")) {
            return new ObjectMapper().readValue(in, new TypeReference<List<DataSet>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if there is none of this name, naming those there are */
    public static DataSet named(String name) {
        List<DataSet> all = catalogue();
        return all.stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("data set \"" + name + "\" is unknown; there are "
                        + all.stream().map(DataSet::name).collect(Collectors.joining(", "))));
    }
}
