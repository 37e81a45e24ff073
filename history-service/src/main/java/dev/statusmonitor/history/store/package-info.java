/** What a store of samples has to do, and the values that it is asked and answers in. Plain Java. */
@NullMarked
package dev.statusmonitor.history.store;

import org.jspecify.annotations.NullMarked;
