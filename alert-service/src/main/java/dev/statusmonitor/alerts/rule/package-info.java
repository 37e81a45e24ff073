/** What people want to be told of: rules, mutes, maintenance windows. */
@NullMarked
package dev.statusmonitor.alerts.rule;

import org.jspecify.annotations.NullMarked;
