/**
 * Pictures for the documentation. Each class is one program that makes one picture from the data that the project
 * carries, so that whoever doubts a picture can draw it again.
 */
package org.preimage.examples.gallery;
