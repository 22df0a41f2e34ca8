package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the clients of an upstream are closed. */
class UpstreamClientsTest {
  private final List<UpstreamClients.Pair> opened = new ArrayList<>();
  private final List<UpstreamClients.Pair> closed = new ArrayList<>();
  private final UpstreamClients clients = new UpstreamClients(this::open, closed::add);

  @Test
  void staysOpenWhereNobodyUsesIt() {
    clients.openUntil(Promise.promise().future());
    Promise<Void> end = Promise.promise();
    clients.openUntil(end.future());
    end.complete();

    assertThat(clients.get()).isSameAs(opened.getFirst());
    assertThat(closed).isEmpty();
  }

  @Test
  void closesAtOnceWhereNobodyUsesIt() {
    clients.retire();

    assertThat(closed).isEqualTo(opened).hasSize(1);
  }

  @Test
  void closesWhenTheLastUseIsOver() {
    Promise<Void> first = Promise.promise();
    Promise<Void> last = Promise.promise();
    clients.openUntil(first.future());
    clients.openUntil(last.future());

    clients.retire();
    first.complete();
    int before = closed.size();
    last.fail("so it ends");

    assertThat(before).isZero();
    assertThat(closed).isEqualTo(opened).hasSize(1);
  }

  @Test
  void opensAnewForWhoComesLate() {
    clients.retire();
    UpstreamClients.Pair late = clients.get();
    Promise<Void> end = Promise.promise();
    clients.openUntil(end.future());
    int before = closed.size();
    end.complete();

    assertThat(before).isEqualTo(1);
    assertThat(late).isSameAs(opened.getLast()).isNotSameAs(opened.getFirst());
    assertThat(closed).isEqualTo(opened).hasSize(2);
  }

  private UpstreamClients.Pair open() {
    UpstreamClients.Pool any =
        new UpstreamClients.Pool(Partial.of(HttpClient.class).build(), address -> 0);
    UpstreamClients.Pair pair = new UpstreamClients.Pair(any, any);
    opened.add(pair);
    return pair;
  }
}
