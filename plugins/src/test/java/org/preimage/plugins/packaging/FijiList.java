package org.preimage.plugins.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Fiji is made of: the artifacts that pom-scijava manages. */
final class FijiList {
    private final List<String> folders = new ArrayList<>();

    /** Reads pom-scijava's POM. */
    FijiList(Path pom) throws IOException {
        try {
            NodeList dependencies = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getElementsByTagName("dependency");
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element dependency = (Element) dependencies.item(i);
                folders.add("/" + child(dependency, "groupId").replace('.', '/') + "/" + child(dependency, "artifactId")
                        + "/");
            }
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(pom + " cannot be read", e);
        }
    }

    private static String child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        throw new IllegalArgumentException("a dependency has no " + name);
    }

    /** Those of this process's class path that Fiji has, found by their folders in Maven's repository. */
    List<Path> onClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> folders.stream().anyMatch(jar.replace('\\', '/')::contains))
                .map(Path::of)
                .toList();
    }
}
