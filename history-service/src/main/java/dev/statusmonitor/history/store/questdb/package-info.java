/** Samples in a QuestDB inside this process: the store of an installation that installs nothing. */
@NullMarked
package dev.statusmonitor.history.store.questdb;

import org.jspecify.annotations.NullMarked;
