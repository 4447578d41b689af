package org.preimage.plugins.imagej;

import ij.IJ;
import org.scijava.app.event.StatusEvent;
import org.scijava.event.EventHandler;

/** Shows in ImageJ's status bar what SciJava's tells. SciJava calls it, and holds it weakly. */
public final class StatusBar {
    StatusBar() {}

    /** A message or how far a command is. */
    @EventHandler
    public void onStatus(StatusEvent event) {
        if (event.getStatusMessage() != null) {
            IJ.showStatus(event.getStatusMessage());
        }
        if (event.getProgressMaximum() > 0) {
            IJ.showProgress((double) event.getProgressValue() / event.getProgressMaximum());
        }
    }
}
