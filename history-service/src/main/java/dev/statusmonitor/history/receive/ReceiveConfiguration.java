package dev.statusmonitor.history.receive;

import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.upkeep.StoreKeeper;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What takes copies. */
@Configuration(proxyBeanMethods = false)
public class ReceiveConfiguration {
    /** Ends before the store is closed, on which it depends by its user. */
    @Bean(destroyMethod = "close")
    Receiver historyReceiver(@Qualifier("historyStore") TieredStore store) {
        return new Receiver();
    }

    @Bean
    CopyController historyCopyController(
            @Qualifier("historyStore") TieredStore store, Receiver receiver, StoreKeeper keeper, Clock clock) {
        return new CopyController(store, receiver, keeper, clock);
    }
}
