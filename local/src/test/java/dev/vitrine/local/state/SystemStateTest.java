package dev.vitrine.local.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.process.ProcessIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemStateTest {
  private static final SystemState EMPTY =
      new SystemState(Phase.STARTING, ProcessIdentity.current(), "127.0.0.1", List.of());

  @Test
  void showsTheEdgeFirstAndTheDatabaseLast() {
    SystemState state =
        EMPTY
            .with(child("database", 1, "a"))
            .with(child("user-service", 1, "b"))
            .with(child("product-service", 2, "c"))
            .with(child("gateway", 1, "d"))
            .with(child("product-service", 1, "e"));

    assertThat(state.children())
        .extracting(state::nameOf)
        .containsExactly(
            "gateway", "product-service 1", "product-service 2", "user-service", "database");
  }

  @Test
  void aChildTakesThePlaceOfItsFormerSelf() {
    SystemState state = EMPTY.with(child("gateway", 1, "old")).with(child("gateway", 1, "new"));

    assertThat(state.children()).containsExactly(child("gateway", 1, "new"));
    assertThat(state.child("gateway", 1)).contains(child("gateway", 1, "new"));
    assertThat(state.without("gateway", 1).children()).isEmpty();
    assertThat(state.without("gateway", 2).children()).hasSize(1);
  }

  @Test
  void onlyThoseWhoseProcessRunsAreAlive() {
    ChildState running = new ChildState("gateway", 1, ProcessIdentity.current(), 8080, 8081, true);
    SystemState state = EMPTY.with(running).with(child("database", 1, "killed long ago"));

    assertThat(state.alive()).containsExactly(running);
  }

  @Test
  void aUrlIsKnownOnceThePortIs() {
    ChildState gateway = child("gateway", 1, "a");

    assertThat(gateway.url("10.0.0.1")).isEqualTo("http://10.0.0.1:1234");
    assertThat(gateway.url("::1")).isEqualTo("http://[::1]:1234");
    assertThat(child("database", 1, "a").url("10.0.0.1")).isEqualTo("postgresql://127.0.0.1:1234");
    assertThat(new ChildState("gateway", 1, gateway.process(), null, null, false).url("10.0.0.1"))
        .isEmpty();
  }

  private static ChildState child(String service, int replica, String started) {
    return new ChildState(service, replica, new ProcessIdentity(1, started), 1234, 1235, false);
  }
}
