/** What was wrong and when: one row an incident, written together with what is to be told of it. */
@NullMarked
package dev.statusmonitor.alerts.incident;

import org.jspecify.annotations.NullMarked;
