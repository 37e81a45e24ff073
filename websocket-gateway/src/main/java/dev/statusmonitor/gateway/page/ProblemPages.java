package dev.statusmonitor.gateway.page;

import dev.statusmonitor.contract.ProblemTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each problem type means and what to do about it: where a problem detail's {@code type} leads. */
final class ProblemPages {
    private static final Map<String, Page> PAGES = new LinkedHashMap<>();

    static {
        add(
                ProblemTypes.BAD_REQUEST,
                "The request cannot be understood",
                "A header, a parameter or the body is not of the form that this address takes. The problem's detail"
                        + " says which; the form is in /openapi.json.");
        add(
                ProblemTypes.NOT_JSON,
                "The body is no JSON",
                "Send valid JSON in UTF-8 with Content-Type: application/json. If it was compressed, say so by"
                        + " Content-Encoding: gzip.");
        add(
                ProblemTypes.UNAUTHENTICATED,
                "You are not known here",
                "There is no token, or it is not valid (any more). A person logs in again; an agent gets a new host"
                        + " token by itself; a live connection needs a new ticket.");
        add(
                ProblemTypes.FORBIDDEN,
                "You are known, but this is not yours to do",
                "The host was revoked, the code or link was used or has expired, or another site's page made the"
                        + " request. The problem's detail says which.");
        add(
                ProblemTypes.NOT_FOUND,
                "There is nothing at this address",
                "It never was, it was deleted, or it is somebody else's: the answer is the same on purpose.");
        add(
                ProblemTypes.METHOD_NOT_ALLOWED,
                "This address does not take that method",
                "The header Allow lists the methods that it takes.");
        add(
                ProblemTypes.NOT_ACCEPTABLE,
                "No form that you accept is to be had",
                "Answers are JSON: accept application/json and application/problem+json.");
        add(
                ProblemTypes.CONFLICT,
                "Something else came first",
                "What you want to make exists already, or was changed in the meantime. Read it again, then decide.");
        add(
                ProblemTypes.TOO_LARGE,
                "The body is too large",
                "At most 1 MiB after unpacking and 1,000 samples a request: send it in parts.");
        add(
                ProblemTypes.UNSUPPORTED_MEDIA_TYPE,
                "The body's type or encoding is not taken",
                "Send Content-Type: application/json, plain or with Content-Encoding: gzip.");
        add(
                ProblemTypes.INVALID_SAMPLES,
                "No sample could be taken",
                "The member refused names each sample by its index and says why: no time, a time that is more than a"
                        + " day old or in the future (is the host's clock right?), a value that is no finite number or"
                        + " out of its metric's range.");
        add(
                ProblemTypes.INVALID_INPUT,
                "A field is not what it has to be",
                "The problem's detail names the fields and what is right.");
        add(
                ProblemTypes.TOO_MANY_REQUESTS,
                "Too fast, or too many",
                "Wait for as many seconds as the header Retry-After says, then try again.");
        add(
                ProblemTypes.INTERNAL_ERROR,
                "Something failed inside the platform",
                "Nothing of the request counts as done. The platform's log says what failed; trying again may help.");
        add(
                ProblemTypes.UNAVAILABLE,
                "It cannot be done or checked right now",
                "A part that is needed does not answer in time. Nothing of the request counts as done: wait for as many"
                        + " seconds as the header Retry-After says, then try again. ./statusmonitor doctor says which"
                        + " part it is.");
    }

    private ProblemPages() {}

    /** The page of a type; null where there is none. */
    static @Nullable Page find(String type) {
        return PAGES.get(type);
    }

    private static void add(String type, String title, String text) {
        PAGES.put(type, new Page(type, title, text));
    }

    /**
     * What there is to say about a problem type.
     *
     * @param type the type
     * @param title it in a few words
     * @param text what it means and what to do, for a person
     */
    record Page(String type, String title, String text) {
        /** As a page of its own; the texts hold nothing to escape. */
        String html() {
            return """
                    <!doctype html>
                    <html lang="en">
                    <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <meta name="color-scheme" content="light dark">
                    <title>%s · StatusMonitor</title>
                    <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto 0;padding:0 1rem}\
                    h1{font-size:1.25rem}code{opacity:.75}</style>
                    </head>
                    <body>
                    <main>
                    <p><code>%s</code></p>
                    <h1>%s</h1>
                    <p>%s</p>
                    <p><a href="/">To the dashboard</a></p>
                    </main>
                    </body>
                    </html>
                    """.formatted(title, type, title, text);
        }
    }
}
