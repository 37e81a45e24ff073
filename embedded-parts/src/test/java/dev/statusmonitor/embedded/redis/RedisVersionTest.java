package dev.statusmonitor.embedded.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisVersionTest {
    @Test
    void readsRedisAndValkey() {
        assertThat(RedisVersion.parse("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=ae4d"))
                .contains(new RedisVersion("7.0.15", 7));
        assertThat(RedisVersion.parse("Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1"))
                .contains(new RedisVersion("8.0.1", 8));
    }

    @Test
    void anythingElseIsNoServer() {
        assertThat(RedisVersion.parse("error while loading shared libraries: libssl.so.1.1"))
                .isEmpty();
        assertThat(RedisVersion.parse("")).isEmpty();
    }

    @Test
    void onlyVersionsWithClientSideCachingAreUsable() {
        assertThat(new RedisVersion("6.0.0", 6).isUsable()).isTrue();
        assertThat(new RedisVersion("5.0.14.1", 5).isUsable()).isFalse();
    }
}
