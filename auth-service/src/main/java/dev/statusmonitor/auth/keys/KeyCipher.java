package dev.statusmonitor.auth.keys;

import dev.statusmonitor.auth.secret.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM: base64 of nonce (12 bytes), cipher text and tag (16 bytes); the key id is bound to it. */
final class KeyCipher {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;

    KeyCipher(SecretKey key) {
        this.key = key;
    }

    String encrypt(String keyId, byte[] plain) {
        byte[] nonce = Secrets.random(NONCE);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, keyId, nonce, plain, 0, plain.length);
        byte[] whole = ByteBuffer.allocate(NONCE + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return Base64.getEncoder().encodeToString(whole);
    }

    /** @throws WrongMasterKeyException when it was encrypted by another key, or changed since */
    byte[] decrypt(String keyId, String text) {
        byte[] whole = Base64.getDecoder().decode(text);
        byte[] nonce = java.util.Arrays.copyOf(whole, NONCE);
        return run(Cipher.DECRYPT_MODE, keyId, nonce, whole, NONCE, whole.length - NONCE);
    }

    private byte[] run(int mode, String keyId, byte[] nonce, byte[] bytes, int offset, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(keyId.getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(bytes, offset, length);
        } catch (javax.crypto.AEADBadTagException e) {
            throw new WrongMasterKeyException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-GCM", e);
        }
    }

    /** The master key is not the one that the signing keys were kept with. */
    static final class WrongMasterKeyException extends IllegalStateException {
        WrongMasterKeyException(Throwable cause) {
            super(
                    "The signing keys in the database were encrypted with another master key; put the file with the right"
                            + " one back",
                    cause);
        }
    }
}
