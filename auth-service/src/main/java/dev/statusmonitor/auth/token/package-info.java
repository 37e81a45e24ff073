/** Host tokens: issued for an agent's signed assertion, and told good from bad. */
@NullMarked
package dev.statusmonitor.auth.token;

import org.jspecify.annotations.NullMarked;
