/**
 * What reports are made of: pages of plain HTML that need no other file, pictures as PNG, charts, and the facts about
 * the machine and the build that a result depends on.
 */
package org.preimage.examples.report;
