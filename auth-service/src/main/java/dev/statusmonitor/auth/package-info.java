/** Who somebody is and whose a host is: accounts, sessions, hosts, enrolment and tokens. */
@NullMarked
package dev.statusmonitor.auth;

import org.jspecify.annotations.NullMarked;
