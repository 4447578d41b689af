package org.preimage.operators.file;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The XML header of an ISMRMRD file (schema ismrmrd.xsd), as far as it tells how to place the data. What it says of patient and
 * study is not read.
 *
 * @param encodings at least one
 * @param receiverChannels as stated; the data may have fewer
 * @param vendor of the system
 * @param model of the system
 * @param fieldStrength in tesla
 */
record IsmrmrdHeader(
        List<IsmrmrdEncoding> encodings,
        OptionalInt receiverChannels,
        Optional<String> vendor,
        Optional<String> model,
        OptionalDouble fieldStrength) {
    private static final double MOST = 1 << 16;

    IsmrmrdHeader {
        encodings = List.copyOf(encodings);
    }

    /** Parses the header; what XML may refer to outside of it is refused. */
    static IsmrmrdHeader parse(Path file, String xml) throws IOException {
        int end = xml.lastIndexOf('>');
        int start = xml.indexOf('<');
        if (start < 0 || end < start) {
            throw new IOException(file + " has an ISMRMRD header that is not XML");
        }
        Element root;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Its own handler prints to standard error.
            builder.setErrorHandler(new DefaultHandler());
            root = builder.parse(new InputSource(new StringReader(xml.substring(start, end + 1))))
                    .getDocumentElement();
        } catch (SAXException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("[^\\x21-\\x7e]+", " ");
            throw new IOException(
                    file + " has an ISMRMRD header that is not valid XML: "
                            + (reason.length() > 200 ? reason.substring(0, 200) + "..." : reason),
                    e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java installation cannot parse XML without external entities", e);
        }
        if (!"ismrmrdHeader".equals(root.getLocalName())) {
            throw new IOException(file + " has an XML header <" + printable(String.valueOf(root.getLocalName()))
                    + ">, but <ismrmrdHeader> is needed");
        }
        return new Reader(file).header(root);
    }

    private static String printable(String text) {
        String clean = text.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "..." : clean;
    }

    /** Elements of one file's header. */
    private record Reader(Path file) {
        IsmrmrdHeader header(Element root) throws IOException {
            List<IsmrmrdEncoding> encodings = new ArrayList<>();
            for (Element encoding : children(root, "encoding")) {
                encodings.add(encoding(encoding));
            }
            if (encodings.isEmpty()) {
                throw new IOException(file + " has an ISMRMRD header without <encoding>, which tells the matrix");
            }
            Optional<Element> system = child(root, "acquisitionSystemInformation");
            Optional<String> channels = text(system, "receiverChannels");
            Optional<String> strength = text(system, "systemFieldStrength_T");
            return new IsmrmrdHeader(
                    encodings,
                    channels.isEmpty()
                            ? OptionalInt.empty()
                            : OptionalInt.of(whole("receiverChannels", channels.get(), 0)),
                    text(system, "systemVendor"),
                    text(system, "systemModel"),
                    strength.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(number("systemFieldStrength_T", strength.get())));
        }

        private IsmrmrdEncoding encoding(Element encoding) throws IOException {
            Optional<Element> limits = child(encoding, "encodingLimits");
            Optional<Element> parallel = child(encoding, "parallelImaging");
            Optional<Element> factors = parallel.flatMap(p -> child(p, "accelerationFactor"));
            return new IsmrmrdEncoding(
                    grid(encoding, "encodedSpace"),
                    grid(encoding, "reconSpace"),
                    text(Optional.of(encoding), "trajectory").orElseThrow(() -> lacks("trajectory")),
                    limit(limits, "kspace_encoding_step_1"),
                    limit(limits, "kspace_encoding_step_2"),
                    factor(factors, "kspace_encoding_step_1"),
                    factor(factors, "kspace_encoding_step_2"),
                    text(parallel, "calibrationMode").orElse(""));
        }

        private IsmrmrdEncoding.Grid grid(Element encoding, String name) throws IOException {
            Element space = child(encoding, name).orElseThrow(() -> lacks(name));
            Element matrix = child(space, "matrixSize").orElseThrow(() -> lacks(name + "/matrixSize"));
            Optional<Element> field = child(space, "fieldOfView_mm");
            int[] sizes = new int[3];
            double[] lengths = new double[3];
            String[] axes = {"x", "y", "z"};
            for (int a = 0; a < 3; a++) {
                String label = name + "/matrixSize/" + axes[a];
                Optional<String> size = text(Optional.of(matrix), axes[a]);
                sizes[a] = whole(label, size.orElseThrow(() -> lacks(label)), 1);
                Optional<String> length = text(field, axes[a]);
                lengths[a] = length.isEmpty() ? 0 : number(name + "/fieldOfView_mm/" + axes[a], length.get());
            }
            return new IsmrmrdEncoding.Grid(sizes, lengths);
        }

        private Optional<IsmrmrdEncoding.Limit> limit(Optional<Element> limits, String name) throws IOException {
            Optional<Element> limit = limits.flatMap(l -> child(l, name));
            if (limit.isEmpty()) {
                return Optional.empty();
            }
            int[] values = new int[3];
            String[] names = {"minimum", "maximum", "center"};
            for (int i = 0; i < 3; i++) {
                String label = name + "/" + names[i];
                values[i] = whole(label, text(limit, names[i]).orElseThrow(() -> lacks(label)), 0);
            }
            return Optional.of(new IsmrmrdEncoding.Limit(values[0], values[1], values[2]));
        }

        private int factor(Optional<Element> factors, String name) throws IOException {
            Optional<String> factor = text(factors, name);
            return factor.isEmpty() ? 1 : whole("accelerationFactor/" + name, factor.get(), 1);
        }

        private IOException lacks(String name) {
            return new IOException(file + " has an ISMRMRD header without <" + name + ">");
        }

        private IOException wrong(String name, String text, String needed) {
            return new IOException(file + " has \"" + printable(text) + "\" as <" + name
                    + "> in its ISMRMRD header, but " + needed + " is needed");
        }

        private int whole(String name, String text, int least) throws IOException {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > MOST) {
                throw wrong(name, text, "a whole number from " + least + " to " + (int) MOST);
            }
            return Integer.parseInt(text);
        }

        private double number(String name, String text) throws IOException {
            try {
                double v = Double.parseDouble(text);
                if (v >= 0 && v < 1e6) {
                    return v;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw wrong(name, text, "a number that is not negative");
        }

        private static List<Element> children(Element parent, String name) {
            List<Element> found = new ArrayList<>();
            for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
                if (n instanceof Element element && name.equals(element.getLocalName())) {
                    found.add(element);
                }
            }
            return found;
        }

        private static Optional<Element> child(Element parent, String name) {
            return children(parent, name).stream().findFirst();
        }

        private static Optional<String> text(Optional<Element> parent, String name) {
            return parent.flatMap(p -> child(p, name))
                    .map(e -> printable(e.getTextContent()))
                    .filter(t -> !t.isEmpty());
        }
    }
}
