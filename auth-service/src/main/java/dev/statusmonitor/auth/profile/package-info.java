/** What people change about their own account. */
@NullMarked
package dev.statusmonitor.auth.profile;

import org.jspecify.annotations.NullMarked;
