@NullMarked
package dev.statusmonitor.history.store.questdb;

import org.jspecify.annotations.NullMarked;
