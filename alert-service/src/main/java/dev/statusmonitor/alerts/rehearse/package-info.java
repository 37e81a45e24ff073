/** What a rule would have done lately. */
@NullMarked
package dev.statusmonitor.alerts.rehearse;

import org.jspecify.annotations.NullMarked;
