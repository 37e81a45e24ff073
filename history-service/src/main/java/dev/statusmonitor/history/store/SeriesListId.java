package dev.statusmonitor.history.store;

import dev.statusmonitor.contract.SeriesList;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The id under which a store keeps a list of names: made of its content, so that nobody has to hand out ids. */
public final class SeriesListId {
    private SeriesListId() {}

    /** The first eight bytes of the SHA-256 of the names in UTF-8, separated by line feeds. */
    public static long of(SeriesList list) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", list.names()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new StoreException("This Java lacks SHA-256.", e);
        }
    }
}
