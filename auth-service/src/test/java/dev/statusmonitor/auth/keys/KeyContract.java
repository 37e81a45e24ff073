package dev.statusmonitor.auth.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.auth.Race;
import dev.statusmonitor.auth.TestClock;
import dev.statusmonitor.auth.TestDatabase;
import dev.statusmonitor.auth.secret.Secrets;
import dev.statusmonitor.starter.token.RemotePublicKeys;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the signing keys promise on every database. */
public abstract class KeyContract {
    private final TestDatabase database;
    private final TestClock clock = new TestClock();
    private final MasterKey master = newMasterKey();

    protected KeyContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    protected void noKeys() {
        database.empty();
    }

    @Test
    protected void theFirstKeyIsMadeAndKept() throws Exception {
        SigningKeys made = open(master);
        SigningKeys again = open(master);

        assertThat(again.current().id()).isEqualTo(made.current().id());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(made.current().key());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(again.find(made.current().id()).orElseThrow());
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
    }

    @Test
    protected void thePrivateKeyIsNotInTheDatabase() {
        SigningKeys keys = open(master);

        String stored = database.jdbc()
                .sql("SELECT private_key FROM signing_key")
                .query(String.class)
                .single();
        String plain = Base64.getEncoder().encodeToString(keys.current().key().getEncoded());
        assertThat(stored).doesNotContain(plain.substring(plain.length() - 20));
        assertThatThrownBy(() -> open(newMasterKey()))
                .isInstanceOf(KeyCipher.WrongMasterKeyException.class)
                .hasMessageContaining("master key");
    }

    @Test
    protected void instancesThatStartAtTheSameInstantShareOneKey() throws Exception {
        List<String> ids =
                Race.between(4, runner -> () -> open(master).current().id());

        assertThat(ids).containsOnly(ids.getFirst());
    }

    @Test
    protected void otherServicesReadTheKeySet() {
        SigningKeys keys = open(master);

        var remote = new RemotePublicKeys(() -> new JsonMapper().writeValueAsString(keys.jwks()), System::nanoTime);

        String id = keys.current().id();
        assertThat(remote.find(id)).contains(keys.find(id).orElseThrow());
        assertThat(remote.find("another")).isEmpty();
    }

    @Test
    protected void aNewKeyIsPublishedBeforeItSigns() {
        SigningKeys keys = open(master);
        SigningKeys otherInstance = open(master);
        String old = keys.current().id();

        StoredKey next = keys.rotate();

        assertThat(next.keyId()).isNotEqualTo(old);
        assertThat(next.signsFrom()).isEqualTo(clock.millis() + SigningKeys.ANNOUNCED.toMillis());
        assertThat(keys.current().id()).isEqualTo(old);
        assertThat(keys.find(next.keyId())).isPresent();
        assertThat(keys.rotate()).isEqualTo(next);

        clock.forward(SigningKeys.ANNOUNCED);

        assertThat(keys.current().id()).isEqualTo(next.keyId());
        assertThat(otherInstance.current().id()).isEqualTo(next.keyId());
        assertThat(otherInstance.find(old)).isPresent();
    }

    @Test
    protected void aKeyIsReplacedWhenItIsTimeAndKeptWhileWhatItSignedIsGood() {
        SigningKeys keys = open(master);
        String old = keys.current().id();
        Duration every = Duration.ofDays(90);
        Duration tokensLive = Duration.ofHours(1);
        clock.forward(every.minusSeconds(1));
        keys.lookAfter(every, tokensLive);
        assertThat(keyIds()).containsExactly(old);

        clock.forward(Duration.ofSeconds(1));
        keys.lookAfter(every, tokensLive);
        assertThat(keyIds()).hasSize(2).contains(old);
        clock.forward(SigningKeys.ANNOUNCED.plus(tokensLive));
        keys.lookAfter(every, tokensLive);
        assertThat(keys.find(old)).isPresent();

        clock.forward(tokensLive.plusMinutes(2));
        keys.lookAfter(every, tokensLive);

        assertThat(keys.find(old)).isEmpty();
        assertThat(keyIds()).containsExactly(keys.current().id()).doesNotContain(old);
    }

    @Test
    protected void instancesThatRotateAtTheSameInstantMakeOneKey() throws Exception {
        open(master);

        Race.between(4, runner -> () -> open(master).rotate().keyId());

        assertThat(keyIds()).hasSize(2);
    }

    private List<String> keyIds() {
        return database.jdbc()
                .sql("SELECT kid FROM signing_key")
                .query(String.class)
                .list();
    }

    private SigningKeys open(MasterKey key) {
        return new SigningKeys(new KeyStore(database.jdbc()), key, database.transactions(), clock);
    }

    private static MasterKey newMasterKey() {
        return MasterKey.parse(Base64.getEncoder().encodeToString(Secrets.random(32)));
    }
}
