/** What every service's web server has in common. */
@NullMarked
package dev.statusmonitor.starter.web;

import org.jspecify.annotations.NullMarked;
