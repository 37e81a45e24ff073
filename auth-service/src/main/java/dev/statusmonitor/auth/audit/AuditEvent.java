package dev.statusmonitor.auth.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed somebody's access.
 *
 * @param time Unix time in milliseconds
 * @param type such as {@code token.created}
 * @param actor see {@link Deed}
 * @param subject the id of what it was done to; null where that is the account itself
 * @param detail what a person calls it; null where there is nothing to add
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEvent(
        String id,
        long time,
        String type,
        String actor,
        @Nullable String subject,
        @Nullable String address,
        @Nullable String detail) {}
