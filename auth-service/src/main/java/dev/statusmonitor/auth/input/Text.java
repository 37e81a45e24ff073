package dev.statusmonitor.auth.input;

import dev.statusmonitor.contract.Scopes;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings text from outside into its one form, or refuses it. Lengths count code points. */
public final class Text {
    private static final int NAME_MAX = 100;
    private static final int EMAIL_MAX = 254; // RFC 5321, errata 1690
    private static final int PASSWORD_MIN = 10;
    private static final int PASSWORD_MAX = 200;
    private static final int TAGS_MAX = 20;
    private static final int TAG_MAX = 50;
    private static final int USER_AGENT_MAX = 300;
    private static final int RESOURCE_MAX = 50;
    private static final int RESOURCE_KEY_MAX = 100;
    private static final int RESOURCE_VALUE_MAX = 500;

    /** Whether mail arrives is for the mail to show; this only catches slips. */
    private static final Pattern EMAIL = Pattern.compile("[^\\s@,;<>()\\[\\]\"]+@[^\\s@,;<>()\\[\\]\"]+");

    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

    private Text() {}

    /**
     * A name that people gave: trimmed, 1 to 100 characters.
     *
     * @param field what it is called in a sentence to whoever sent it
     */
    public static String name(String field, @Nullable String text) {
        String name = plain(field, text);
        if (name.isEmpty() || length(name) > NAME_MAX) {
            throw new InvalidInputException(field + " must have 1 to " + NAME_MAX + " characters.");
        }
        return name;
    }

    /** An e-mail address in lower case, so that there is one account for each. */
    public static String email(@Nullable String text) {
        String email = plain("email", text).toLowerCase(Locale.ROOT);
        if (length(email) > EMAIL_MAX || !EMAIL.matcher(email).matches()) {
            throw new InvalidInputException("email must be an e-mail address such as ada@example.org.");
        }
        return email;
    }

    /** A password to be set: 10 to 200 characters, otherwise free (NIST SP 800-63B, section 3.1.1.2). */
    public static String newPassword(@Nullable String text) {
        String password = password(text);
        int length = length(password);
        if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
            throw new InvalidInputException("password must have " + PASSWORD_MIN + " to " + PASSWORD_MAX
                    + " characters; several words are better than one.");
        }
        return password;
    }

    /** A password to be checked: the same characters give the same password on every keyboard (NFKC). */
    public static String password(@Nullable String text) {
        if (text == null) {
            throw new InvalidInputException("password is missing.");
        }
        if (text.length() > 4 * PASSWORD_MAX) {
            throw new InvalidInputException("password is longer than any can be.");
        }
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Tags: each 1 to 50 characters, at most 20, each once, sorted. */
    public static List<String> tags(Collection<? extends @Nullable String> texts) {
        var tags = new TreeSet<String>();
        for (String text : texts) {
            String tag = plain("a tag", text);
            if (tag.isEmpty() || length(tag) > TAG_MAX) {
                throw new InvalidInputException("a tag must have 1 to " + TAG_MAX + " characters.");
            }
            tags.add(tag);
        }
        if (tags.size() > TAGS_MAX) {
            throw new InvalidInputException("a host can have " + TAGS_MAX + " tags at most.");
        }
        return List.copyOf(tags);
    }

    /** What a browser calls itself, for people to recognise it by: at most 300 characters; empty where it does not say. */
    public static String userAgent(@Nullable String text) {
        String agent = text == null ? "" : visible(text);
        return length(agent) <= USER_AGENT_MAX
                ? agent
                : agent.substring(0, agent.offsetByCodePoints(0, USER_AGENT_MAX));
    }

    /** Scopes of an API token: at least one, each once, in their order. */
    public static List<String> scopes(@Nullable Collection<? extends @Nullable String> texts) {
        if (texts == null
                || texts.isEmpty()
                || !texts.stream().allMatch(text -> text != null && Scopes.ALL.contains(text))) {
            throw new InvalidInputException(
                    "scopes must be a list of one or more of " + String.join(", ", Scopes.ALL) + ".");
        }
        return Scopes.ALL.stream().filter(texts::contains).toList();
    }

    /** What an agent says about its machine: at most 50 attributes with text values, sorted. */
    public static Map<String, String> resource(@Nullable Map<String, ? extends @Nullable Object> attributes) {
        if (attributes == null) {
            return Map.of();
        }
        if (attributes.size() > RESOURCE_MAX) {
            throw new InvalidInputException("resource can have " + RESOURCE_MAX + " attributes at most.");
        }
        var resource = new TreeMap<String, String>();
        attributes.forEach((key, value) -> {
            if (key.length() > RESOURCE_KEY_MAX || !ATTRIBUTE.matcher(key).matches()) {
                throw new InvalidInputException("an attribute of resource must be named like host.name.");
            }
            if (!(value instanceof String text) || length(text) > RESOURCE_VALUE_MAX) {
                throw new InvalidInputException(
                        "the attribute " + key + " must be text of at most " + RESOURCE_VALUE_MAX + " characters.");
            }
            resource.put(key, visible(text));
        });
        return resource;
    }

    /** What a machine says of itself may hold anything; it is shown without what would not be seen. */
    private static String visible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .map(character -> isHidden(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static String plain(String field, @Nullable String text) {
        if (text == null) {
            throw new InvalidInputException(field + " is missing.");
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        if (plain.codePoints().anyMatch(Text::isHidden)) {
            throw new InvalidInputException(field + " must not hold control characters or line breaks.");
        }
        return plain;
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            // Marks that turn the direction of text would let a name pose as another.
            default -> (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
        };
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
