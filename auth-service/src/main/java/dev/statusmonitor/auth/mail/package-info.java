/** What people are written: alert-service has the mail server and sends it. */
@NullMarked
package dev.statusmonitor.auth.mail;

import org.jspecify.annotations.NullMarked;
