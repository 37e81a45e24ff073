/** What the person at the terminal reads: sentences, and nothing else. */
@NullMarked
package dev.statusmonitor.standalone.console;

import org.jspecify.annotations.NullMarked;
