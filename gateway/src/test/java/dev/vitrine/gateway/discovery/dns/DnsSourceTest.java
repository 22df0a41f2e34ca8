package dev.vitrine.gateway.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.TakenLog;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry;
import dev.vitrine.gateway.discovery.dns.DnsNameConfig.Lookup;
import dev.vitrine.gateway.discovery.dns.DnsQuestions.RecordType;
import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it takes the log of sources over")
class DnsSourceTest {
  private static final DnsAnswer NONE = new DnsAnswer.Nothing("none");
  private static final DnsAnswer NO_NAME = new DnsAnswer.Nothing("NXDOMAIN");
  private static final DnsAnswer DOWN = new DnsAnswer.Failed("timeout");
  private static final Duration LATENCY = Duration.ofMillis(2);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final TakenLog log = new TakenLog(SourceState.class);
  private final Upstream upstream = new Upstream("a", time, time::nanos);
  private final Map<String, DnsAnswer> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void takesTheAddressesOfBothFamilies() {
    answer("shop", RecordType.A, addresses(5, "10.0.0.2", "10.0.0.1"));
    answer("shop", RecordType.AAAA, addresses(5, "fd00::1"));

    start(a("shop", Optional.of(81)));
    time.pass(SECOND);

    assertThat(endpoints()).containsExactly("10.0.0.1:80", "10.0.0.2:80", "[fd00::1]:80");
    assertThat(upstream.endpoints().getFirst().management())
        .hasValueSatisfying(management -> assertThat(management).hasToString("10.0.0.1:81"));
  }

  @Test
  void asksAgainWhenTheAnswerHasLivedAndNotBefore() {
    answer("shop", RecordType.A, addresses(7, "10.0.0.1"));
    answer("shop", RecordType.AAAA, addresses(20, "fd00::1"));
    start(a("shop", Optional.empty()));

    time.pass(Duration.ofMillis(7_001));
    int before = asked.size();
    answer("shop", RecordType.A, addresses(7, "10.0.0.9"));
    time.pass(Duration.ofMillis(10));

    assertThat(before).isEqualTo(2);
    assertThat(endpoints()).containsExactly("10.0.0.9:80", "[fd00::1]:80");
  }

  @Test
  void keepsAnAnswerNoShorterThanASecondAndNoLongerThanThirty() {
    answer("shop", RecordType.A, addresses(0, "10.0.0.1"));
    start(a("shop", Optional.empty()));
    time.pass(Duration.ofSeconds(60));
    int brief = asked.size();

    answer("shop", RecordType.A, addresses(86_400, "10.0.0.1"));
    time.pass(Duration.ofSeconds(2));
    asked.clear();
    time.pass(Duration.ofMinutes(10));

    assertThat(brief / 2).isBetween(59, 61);
    assertThat(asked.size() / 2).isBetween(19, 21);
  }

  @Test
  void takesTheAddressesOfEachNameOfAList() {
    answer("shop", RecordType.A, addresses(5, "10.0.0.2", "10.0.0.1"));
    answer("till", RecordType.A, addresses(5, "10.0.0.3"));
    List<Wanted.Endpoint> list =
        List.of(
            listed("shop:80", "shop:81"),
            listed("till:8080", "watch:81"),
            listed("10.0.0.9:1", "10.0.0.9:2"));

    start(Wanted.of(list));
    time.pass(SECOND);

    assertThat(upstream.endpoints())
        .extracting(endpoint -> endpoint + " " + endpoint.management().orElseThrow())
        .containsExactly(
            "10.0.0.1:80 10.0.0.1:81",
            "10.0.0.2:80 10.0.0.2:81",
            "10.0.0.3:8080 watch:81",
            "10.0.0.9:1 10.0.0.9:2");
    assertThat(asked).doesNotContain("10.0.0.9 A");
  }

  @Test
  void doesNotTakeAnotherOrderForAnotherAnswer() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1", "10.0.0.2"));
    start(a("shop", Optional.empty()));
    time.pass(SECOND);

    answer("shop", RecordType.A, addresses(1, "10.0.0.2", "10.0.0.1", "10.0.0.2"));
    time.pass(Duration.ofSeconds(5));

    assertThat(log.of("discovery.updated")).hasSize(1);
  }

  @Test
  void keepsTheSetWhateverFailsAndIsRightSoonAfter() {
    for (DnsAnswer trouble : List.of(NONE, NO_NAME, DOWN, addresses(1))) {
      answer("shop", RecordType.A, addresses(1, "10.0.0.1", "10.0.0.2"));
      DnsSource source = start(a("shop", Optional.empty()));
      time.pass(SECOND);

      answer("shop", RecordType.A, trouble);
      time.pass(Duration.ofMinutes(10));
      List<String> kept = endpoints();
      boolean faulty = !upstream.source().fault().isEmpty();
      Duration age = Duration.between(upstream.source().updated().orElseThrow(), now());
      answer("shop", RecordType.A, addresses(1, "10.0.0.3"));
      Duration recovery =
          time.until(() -> endpoints().equals(List.of("10.0.0.3:80")), Duration.ofMinutes(1));

      assertThat(kept).as("%s", trouble).containsExactly("10.0.0.1:80", "10.0.0.2:80");
      assertThat(faulty).as("%s", trouble).isTrue();
      assertThat(age).as("%s", trouble).isGreaterThan(Duration.ofMinutes(9));
      assertThat(recovery).as("%s", trouble).isLessThan(Duration.ofMillis(2_100));
      assertThat(upstream.source().fault()).isEmpty();
      source.stop();
    }
    assertThat(log.of("discovery.failed")).hasSize(4);
    assertThat(log.of("discovery.recovered")).hasSize(4);
  }

  @Test
  void startsWithoutAnAnswerAndAsksOnAtADecentRate() {
    answer("shop", RecordType.A, DOWN);
    answer("shop", RecordType.AAAA, DOWN);
    start(a("shop", Optional.empty()));
    time.pass(Duration.ofMinutes(1));
    int questions = asked.size() / 2;

    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    time.pass(Duration.ofSeconds(3));

    assertThat(questions).isBetween(30, 90);
    assertThat(endpoints()).containsExactly("10.0.0.1:80");
  }

  @Test
  void keepsOneFamilyWhereOnlyItsQuestionFails() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    answer("shop", RecordType.AAAA, addresses(1, "fd00::1"));
    start(a("shop", Optional.empty()));
    time.pass(SECOND);

    answer("shop", RecordType.A, addresses(1, "10.0.0.2"));
    answer("shop", RecordType.AAAA, DOWN);
    time.pass(Duration.ofSeconds(5));
    List<String> failed = endpoints();
    String fault = upstream.source().fault();
    answer("shop", RecordType.AAAA, NONE);
    time.pass(Duration.ofSeconds(5));

    assertThat(failed).containsExactly("10.0.0.2:80", "[fd00::1]:80");
    assertThat(fault).isEqualTo("shop: timeout");
    assertThat(endpoints()).containsExactly("10.0.0.2:80");
    assertThat(upstream.source().fault()).isEmpty();
  }

  @Test
  void doesNotMindAServerThatFailsForAFamilyThatNobodyUses() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    answer("shop", RecordType.AAAA, DOWN);

    start(a("shop", Optional.empty()));
    time.pass(Duration.ofSeconds(30));

    assertThat(upstream.source().fault()).isEmpty();
    assertThat(log.of("discovery.failed")).isEmpty();
  }

  @Test
  void followsServiceRecordsToTheirAddresses() {
    answer(
        "_http._tcp.shop",
        RecordType.SRV,
        new DnsAnswer.Found(
            List.of(
                new Entry.Service(10, 60, 8001, "one"),
                new Entry.Service(10, 20, 8002, "two"),
                new Entry.Service(20, 60, 8003, "three")),
            9));
    answer("one", RecordType.A, addresses(3, "10.0.0.1", "10.0.0.2"));
    answer("two", RecordType.AAAA, addresses(30, "fd00::1"));
    answer("three", RecordType.A, addresses(1, "10.0.0.3"));

    start(srv("_http._tcp.shop"));
    time.pass(Duration.ofMillis(2_900));
    int first = asked.size();
    time.pass(SECOND);

    assertThat(endpoints()).containsExactly("10.0.0.1:8001", "10.0.0.2:8001", "[fd00::1]:8002");
    assertThat(upstream.endpoints())
        .extracting(endpoint -> endpoint.weight())
        .containsExactly(60, 60, 20);
    assertThat(first).isEqualTo(5);
    assertThat(asked).hasSize(10);
  }

  @Test
  void keepsTheSetWhereServiceRecordsOrTheirTargetsAreGone() {
    DnsAnswer records = new DnsAnswer.Found(List.of(new Entry.Service(0, 0, 8001, "one")), 1);
    DnsAnswer decidedlyNone = new DnsAnswer.Found(List.of(new Entry.Service(0, 0, 0, ".")), 1);
    answer("shop", RecordType.SRV, records);
    answer("one", RecordType.A, addresses(1, "10.0.0.1"));
    start(srv("shop"));
    time.pass(SECOND);

    for (DnsAnswer trouble : List.of(NO_NAME, DOWN, NONE, decidedlyNone)) {
      answer("shop", RecordType.SRV, trouble);
      time.pass(Duration.ofMinutes(1));

      assertThat(endpoints()).as("%s", trouble).containsExactly("10.0.0.1:8001");
      assertThat(upstream.source().fault()).as("%s", trouble).isNotEmpty();
    }
    answer("shop", RecordType.SRV, records);
    answer("one", RecordType.A, NO_NAME);
    time.pass(Duration.ofMinutes(1));
    List<String> withoutTarget = endpoints();
    answer("one", RecordType.A, addresses(1, "10.0.0.2"));
    time.pass(Duration.ofSeconds(3));

    assertThat(withoutTarget).containsExactly("10.0.0.1:8001");
    assertThat(endpoints()).containsExactly("10.0.0.2:8001");
    assertThat(upstream.source().fault()).isEmpty();
  }

  @Test
  void asksNoMoreOnceItIsStopped() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    DnsSource source = start(a("shop", Optional.empty()));
    time.pass(SECOND);

    source.stop();
    int before = asked.size();
    time.pass(Duration.ofHours(1));

    assertThat(asked).hasSize(before);
    assertThat(endpoints()).hasSize(1);
  }

  @Test
  void keepsWhatAnotherSourceKnewOfANameUntilItIsAnswered() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    answer("till", RecordType.A, addresses(1, "10.0.0.2"));
    DnsSource before = start(Wanted.of(List.of(listed("shop:80", ""), listed("till:80", ""))));
    time.pass(SECOND);
    before.stop();

    answer("shop", RecordType.A, addresses(1, "10.0.0.3"));
    answer("till", RecordType.A, DOWN);
    answer("till", RecordType.AAAA, DOWN);
    List<Wanted.Endpoint> more =
        List.of(listed("shop:80", ""), listed("till:81", ""), listed("10.0.0.9:80", ""));
    DnsSource source = start(Wanted.of(more), before.known());
    List<String> atOnce = endpoints();
    time.pass(Duration.ofMinutes(1));
    List<String> failing = endpoints();
    String fault = upstream.source().fault();
    answer("till", RecordType.A, addresses(1, "10.0.0.4"));
    answer("till", RecordType.AAAA, NONE);
    time.pass(Duration.ofSeconds(3));

    assertThat(atOnce).containsExactly("10.0.0.1:80", "10.0.0.2:81", "10.0.0.9:80");
    assertThat(failing).containsExactly("10.0.0.2:81", "10.0.0.3:80", "10.0.0.9:80");
    assertThat(fault).isEqualTo("till: timeout");
    assertThat(endpoints()).containsExactly("10.0.0.3:80", "10.0.0.4:81", "10.0.0.9:80");
    assertThat(upstream.source().fault()).isEmpty();
    source.stop();
  }

  @Test
  void leavesWhatIsThereWhereNothingIsKnownOfItsNames() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    DnsSource before = start(a("shop", Optional.empty()));
    time.pass(SECOND);
    before.stop();

    answer("till", RecordType.A, DOWN);
    start(a("till", Optional.empty()));
    time.pass(Duration.ofMinutes(1));

    assertThat(endpoints()).containsExactly("10.0.0.1:80");
  }

  @Test
  void passesOnWhatItWasToldWhereItIsReplacedBeforeAnAnswer() {
    answer("shop", RecordType.A, addresses(1, "10.0.0.1"));
    DnsSource first = start(a("shop", Optional.empty()));
    time.pass(SECOND);
    first.stop();
    DnsSource second = start(Wanted.of(a("shop", Optional.empty())), first.known());
    second.stop();

    start(Wanted.of(List.of(listed("shop:80", ""), listed("10.0.0.9:80", ""))), second.known());

    assertThat(endpoints()).containsExactly("10.0.0.1:80", "10.0.0.9:80");
  }

  @Test
  void namesTheServiceThatIsNotAnswered() {
    answer("_http._tcp.shop", RecordType.SRV, DOWN);

    start(srv("_http._tcp.shop"));
    time.pass(SECOND);

    assertThat(upstream.source().fault()).isEqualTo("_http._tcp.shop: timeout");
  }

  private DnsSource start(DnsNameConfig name) {
    return start(Wanted.of(name));
  }

  private DnsSource start(Wanted wanted) {
    return start(wanted, KnownHosts.NONE);
  }

  private DnsSource start(Wanted wanted, KnownHosts known) {
    DnsConfig config =
        new DnsConfig(List.of(), SECOND, Duration.ofSeconds(1), Duration.ofSeconds(30));
    DnsSource source =
        new DnsSource(
            this::ask,
            wanted,
            config,
            new SourceState(upstream, "the DNS"),
            new Pace(time, time::nanos, new Random(1)));
    source.recall(known);
    source.start();
    return source;
  }

  private Future<DnsAnswer> ask(String name, RecordType type) {
    asked.add(name + " " + type);
    Promise<DnsAnswer> promise = Promise.promise();
    DnsAnswer answer = answers.getOrDefault(name + " " + type, NONE);
    time.after(LATENCY, () -> promise.complete(answer));
    return promise.future();
  }

  private void answer(String name, RecordType type, DnsAnswer answer) {
    answers.put(name + " " + type, answer);
  }

  private List<String> endpoints() {
    return upstream.endpoints().stream().map(endpoint -> endpoint.address().toString()).toList();
  }

  private Instant now() {
    return time.instant();
  }

  private static DnsAnswer addresses(long ttl, String... ips) {
    return new DnsAnswer.Found(
        List.of(ips).stream().map(ip -> (Entry) new Entry.Address(ip)).toList(), ttl);
  }

  private static Wanted.Endpoint listed(String address, String management) {
    return new Wanted.Endpoint(HostPort.parse(address).orElseThrow(), HostPort.parse(management));
  }

  private static DnsNameConfig a(String name, Optional<Integer> management) {
    return new DnsNameConfig(name, Lookup.A, Optional.of(80), management);
  }

  private static DnsNameConfig srv(String name) {
    return new DnsNameConfig(name, Lookup.SRV, Optional.empty(), Optional.empty());
  }
}
