/** Serves the dashboard's files and the pages that explain problems. */
@NullMarked
package dev.statusmonitor.gateway.page;

import org.jspecify.annotations.NullMarked;
