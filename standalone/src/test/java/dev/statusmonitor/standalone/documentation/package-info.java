/** Documents that are made of the program, so that they say what it does. */
@NullMarked
package dev.statusmonitor.standalone.documentation;

import org.jspecify.annotations.NullMarked;
