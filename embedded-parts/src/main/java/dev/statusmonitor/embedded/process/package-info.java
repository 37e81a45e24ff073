/** Child processes that outlive a killed parent, found again without mistaking another process for them. */
@NullMarked
package dev.statusmonitor.embedded.process;

import org.jspecify.annotations.NullMarked;
