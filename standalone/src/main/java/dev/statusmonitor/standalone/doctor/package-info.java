/** Asks a running platform whether all is well. */
@NullMarked
package dev.statusmonitor.standalone.doctor;

import org.jspecify.annotations.NullMarked;
