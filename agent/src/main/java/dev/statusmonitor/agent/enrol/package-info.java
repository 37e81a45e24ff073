/** Who this host is: its key, its enrolment by a code, its short-lived tokens. */
@NullMarked
package dev.statusmonitor.agent.enrol;

import org.jspecify.annotations.NullMarked;
