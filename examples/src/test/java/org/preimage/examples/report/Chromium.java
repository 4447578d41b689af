package org.preimage.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/**
 * A page in a Chromium without a window, driven through the DevTools protocol
 * (https://chromedevtools.github.io/devtools-protocol/): mouse and keys are those of the browser, not of scripts.
 */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private Chromium(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Receiver())
                .join();
    }

    /**
     * Starts it; skips the running test where none is installed.
     *
     * @param folder empty, for its profile
     */
    public static Chromium start(Path folder) throws IOException, InterruptedException {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            String message = "SKIPPED: none of " + String.join(", ", NAMES)
                    + " is on the path, so the page is not tried in a browser";
            System.err.println(message);
            Assumptions.abort(message);
        }
        Path log = folder.resolve("log.txt");
        Path profile = Files.createDirectory(folder.resolve("profile"));
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--window-size=1280,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile.toAbsolutePath(),
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            // The browser writes its port there when it listens.
            Path port = profile.resolve("DevToolsActivePort");
            await(
                    () -> Files.exists(port) && Files.readAllLines(port).size() == 2,
                    "Chromium does not listen; see " + log);
            return new Chromium(
                    process, page(Integer.parseInt(Files.readAllLines(port).get(0))));
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            stop(process);
            throw e;
        }
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static URI page(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        String[] found = new String[1];
        await(
                () -> {
                    String list = HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body();
                    for (JsonNode target : JSON.readTree(list)) {
                        if (target.path("type").asText().equals("page")) {
                            found[0] = target.get("webSocketDebuggerUrl").asText();
                        }
                    }
                    return found[0] != null;
                },
                "Chromium has no page");
        return URI.create(found[0]);
    }

    /** What may come true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition, String otherwise) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise);
            }
            Thread.sleep(20);
        }
    }

    /** Puts messages together and hands them on. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                try {
                    JsonNode node = JSON.readTree(message.toString());
                    if (node.has("id")) {
                        answers.remove(node.get("id").intValue()).complete(node);
                    } else {
                        events.add(node);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException("Chromium answers what is no JSON", e);
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** A call of the protocol; parameters as JSON with ' in place of ". */
    private JsonNode call(String method, String parameters) {
        try {
            return call(method, (ObjectNode) JSON.readTree(parameters.replace('\'', '"')));
        } catch (IOException e) {
            throw new IllegalArgumentException(parameters, e);
        }
    }

    private JsonNode call(String method, ObjectNode parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(message.toString(), true).join();
        try {
            JsonNode node = answer.get(SECONDS, TimeUnit.SECONDS);
            if (node.has("error")) {
                throw new AssertionError(method + ": " + node.get("error"));
            }
            return node.get("result");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " has no answer", e);
        }
    }

    /** Opens a file and waits until it is loaded. */
    public void open(Path file) throws IOException, InterruptedException {
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", "{}");
        }
        call("Page.navigate", JSON.createObjectNode().put("url", file.toUri().toString()));
        await(() -> events("Page.loadEventFired").findAny().isPresent(), "the page does not load");
    }

    private Stream<JsonNode> events(String method) {
        return events.stream()
                .filter(e -> e.get("method").asText().equals(method))
                .map(e -> e.get("params"));
    }

    /** Errors of scripts, errors on the console, and what the browser itself complains of. */
    public List<String> errors() {
        return Stream.of(
                        events("Runtime.exceptionThrown"),
                        events("Runtime.consoleAPICalled")
                                .filter(e -> e.get("type").asText().equals("error")),
                        events("Log.entryAdded")
                                .filter(e -> e.at("/entry/level").asText().equals("error")))
                .flatMap(errors -> errors)
                .map(JsonNode::toString)
                .toList();
    }

    /** All that the page asked for but for data within it. */
    public List<String> requests() {
        return events("Network.requestWillBeSent")
                .map(e -> e.at("/request/url").asText())
                .filter(url -> !url.startsWith("data:"))
                .toList();
    }

    /** The value of an expression of JavaScript. */
    public JsonNode value(String expression) {
        JsonNode answer = call(
                "Runtime.evaluate",
                JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.at("/result/value");
    }

    /** A place on the screen: so far from the left and the top of an element, as fractions of its size. */
    private double[] place(String element, double x, double y) {
        JsonNode box =
                value("(e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })("
                        + element + ")");
        return new double[] {
            box.get(0).doubleValue() + x * box.get(2).doubleValue(),
            box.get(1).doubleValue() + y * box.get(3).doubleValue()
        };
    }

    /** Brings an element into the middle of the window. */
    public void show(String element) {
        value("(e => e.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'}))(" + element + ")");
    }

    /** A click in the middle of an element, which is scrolled to. */
    public void click(String element) {
        show(element);
        drag(element, 0.5, 0.5);
    }

    /** Presses the mouse in an element at one fraction of its width and lets it go at another. */
    public void drag(String element, double from, double to) {
        double[] begin = place(element, from, 0.5);
        double[] end = place(element, to, 0.5);
        mouse("mousePressed", begin, 1);
        if (from != to) {
            mouse("mouseMoved", end, 1);
        }
        mouse("mouseReleased", end, 0);
    }

    private void mouse(String type, double[] at, int buttons) {
        call(
                "Input.dispatchMouseEvent",
                JSON.createObjectNode()
                        .put("type", type)
                        .put("x", at[0])
                        .put("y", at[1])
                        .put("button", "left")
                        .put("buttons", buttons)
                        .put("clickCount", 1));
    }

    /** Presses a key while an element has the focus. */
    public void press(String element, String key, int code) {
        value(element + ".focus()");
        ObjectNode down = JSON.createObjectNode()
                .put("type", "keyDown")
                .put("key", key)
                .put("code", key)
                .put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            down.put("text", "\r");
        }
        call("Input.dispatchKeyEvent", down);
        call("Input.dispatchKeyEvent", down.deepCopy().put("type", "keyUp").without("text"));
    }

    /** What an element looks like on the screen. */
    public BufferedImage picture(String element) throws IOException {
        double[] corner = place(element, 0, 0);
        double[] end = place(element, 1, 1);
        ObjectNode clip = JSON.createObjectNode()
                .put("x", corner[0] + value("scrollX").doubleValue())
                .put("y", corner[1] + value("scrollY").doubleValue())
                .put("width", end[0] - corner[0])
                .put("height", end[1] - corner[1])
                .put("scale", 1);
        ObjectNode parameters = JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
        parameters.set("clip", clip);
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder()
                .decode(call("Page.captureScreenshot", parameters).get("data").asText())));
    }

    @Override
    public void close() {
        socket.abort();
        stop(process);
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
