/**
 * The commands in ImageJ without Fiji. Fiji shows, asks and records by itself; here {@link
 * org.preimage.plugins.imagej.CommandPlugIn} does so for any command: it knows none of them by name.
 */
package org.preimage.plugins.imagej;
