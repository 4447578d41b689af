package org.preimage.plugins.imagej;

import java.awt.AWTException;
import java.awt.Button;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;

/** The user at the screen: finds dialogs by their titles, and works with the keyboard. */
final class Screen {
    private static final int PATIENCE_SECONDS = 30;
    private static final long AGAIN_NANOSECONDS = 1_000_000_000;

    private final Robot robot;

    Screen() throws AWTException {
        robot = new Robot();
        robot.setAutoDelay(15);
    }

    /** Waits until there is something; what it is says the message if there never is. */
    <T> T await(String what, Supplier<T> something) {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (System.nanoTime() < end) {
            T found = something.get();
            if (found != null) {
                return found;
            }
            robot.delay(30);
        }
        picture("failure");
        throw new AssertionError("nothing of " + what + " in " + PATIENCE_SECONDS + " s");
    }

    void awaitThat(String what, Supplier<Boolean> condition) {
        await(what, () -> condition.get() ? true : null);
    }

    /** The dialog of this title, once it is to be seen. */
    Dialog dialog(String title) {
        Dialog found = await("dialog " + title, () -> {
            for (Window window : Window.getWindows()) {
                if (window instanceof Dialog dialog && dialog.isShowing() && title.equals(dialog.getTitle())) {
                    return dialog;
                }
            }
            return null;
        });
        settle();
        return found;
    }

    /** All parts of one kind, from top to bottom. */
    <T extends Component> List<T> parts(Container container, Class<T> kind) {
        List<T> parts = new ArrayList<>();
        for (Component part : container.getComponents()) {
            if (kind.isInstance(part)) {
                parts.add(kind.cast(part));
            } else if (part instanceof Container inner) {
                parts.addAll(parts(inner, kind));
            }
        }
        return parts;
    }

    /** The field to the right of a label. */
    TextField field(Container dialog, String label) {
        Label text = parts(dialog, Label.class).stream()
                .filter(l -> l.getText().strip().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no label " + label));
        int middle = text.getLocationOnScreen().y + text.getHeight() / 2;
        return parts(dialog, TextField.class).stream()
                .filter(f -> {
                    int top = f.getLocationOnScreen().y;
                    return top <= middle && middle <= top + f.getHeight();
                })
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field beside " + label));
    }

    /** With the keyboard, for without a window manager Java does not always know where on the screen its windows are. */
    void focus(Component part) {
        long[] asked = {System.nanoTime() - 2 * AGAIN_NANOSECONDS};
        awaitThat("focus", () -> {
            if (!part.isFocusOwner() && System.nanoTime() > asked[0] + AGAIN_NANOSECONDS) {
                (part instanceof Window window ? window : SwingUtilities.getWindowAncestor(part)).toFront();
                part.requestFocus();
                asked[0] = System.nanoTime();
            }
            return part.isFocusOwner();
        });
        settle();
    }

    /** Clears a field and types digits, points and small letters. */
    void type(TextField field, String text) {
        focus(field);
        press(KeyEvent.VK_END);
        for (int i = field.getText().length(); i > 0; i--) {
            press(KeyEvent.VK_BACK_SPACE);
        }
        for (char c : text.toCharArray()) {
            press(KeyEvent.getExtendedKeyCodeForChar(c));
        }
        awaitThat("text " + text, () -> field.getText().equals(text));
    }

    /** By the arrow key, as far down as it takes. */
    void choose(Choice choice, String item) {
        focus(choice);
        for (int i = choice.getItemCount(); i > 0 && !choice.getSelectedItem().equals(item); i--) {
            press(KeyEvent.VK_DOWN);
            settle();
        }
        awaitThat("choice " + item, () -> choice.getSelectedItem().equals(item));
    }

    void press(int key) {
        robot.keyPress(key);
        robot.keyRelease(key);
    }

    /** Presses the button and waits until its dialog is gone. */
    void close(Dialog dialog, String button) {
        focus(button(dialog, button));
        press(KeyEvent.VK_SPACE);
        awaitThat("closing of " + dialog.getTitle(), () -> !dialog.isShowing());
    }

    Button button(Container dialog, String label) {
        return parts(dialog, Button.class).stream()
                .filter(b -> b.getLabel().strip().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + label));
    }

    /** A picture of what is to be seen, into the folder that the system property preimage.screens names, if it does. */
    void picture(String name) {
        String folder = System.getProperty("preimage.screens");
        if (folder != null) {
            robot.delay(300);
            Rectangle all = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
            try {
                ImageIO.write(robot.createScreenCapture(all), "png", new File(folder, name + ".png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void settle() {
        robot.delay(100);
        try {
            EventQueue.invokeAndWait(() -> {});
        } catch (ReflectiveOperationException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
