package dev.statusmonitor.standalone.doctor;

/**
 * One thing that was looked at.
 *
 * @param part what
 * @param ok whether it is as it should be
 * @param detail what was found, for a person
 */
record Check(String part, boolean ok, String detail) {
    static Check good(String part, String detail) {
        return new Check(part, true, detail);
    }

    static Check bad(String part, String detail) {
        return new Check(part, false, detail);
    }
}
