package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.LiveHeap;
import dev.vitrine.platform.testing.MeasuredPart;
import dev.vitrine.platform.testing.TestTool;
import dev.vitrine.system.RunningSystem.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the services keep of many requests; the gateway has {@code MillionRequestsIT}. */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class ServiceEnduranceIT {
  static final MeasuredPart PAGE =
      new MeasuredPart(
          "endurance.md",
          "Half a million requests to each service",
          """
          `ServiceEnduranceIT`: the services of a running system, each asked by `h2load` on 16 connections, past the gateway: products and
          accounts that there are, and others that there are not; pages of them; categories; limits, cursors and ids that are not valid;
          paths that nobody serves. Lines of access are switched off, or the test would write a gigabyte of them.

          The test fails where a series is there at the end that was not there after the first 25 000 requests, or one is not, where a
          request has no answer or one of 5xx, or where the heap has grown by 4 MiB.

          | | series at `/metrics`, after 25 000 and at the end | heap after a collection, then and at the end | time |
          |---|---|---|---|
          | product-service | %d, %d | %.1f MiB, %.1f MiB | %d s |
          | user-service | %d, %d | %.1f MiB, %.1f MiB | %d s |
          """);

  private static final int FIRST = 25_000;
  private static final int ALL = 500_000;
  private static final double MIB = 1024 * 1024;

  /**
   * No lines of access; and none of 16 clients gives up waiting for one of few connections to the
   * database because the machine stood still for a second.
   */
  private static final String CONFIG =
      """
      log: {access: false}
      postgres: {pool-wait: 30s, statement-timeout: 30s}
      """;

  private static final int ACCOUNTS = 10;

  /** What is asked for, one after the other, and then again. */
  private static final int TARGETS = 10_000;

  private static final Pattern DONE =
      Pattern.compile("requests: .*, (\\d+) done, .* (\\d+) errored, (\\d+) timeout");
  private static final Pattern FAILED = Pattern.compile("status codes: .*, (\\d+) 5xx");

  @TempDir static Path folder;

  private static Path h2load;
  private static RunningSystem system;

  /** What a process holds. */
  private record Held(Set<String> series, double heap) {
    static Held by(Child service) throws IOException, InterruptedException {
      Set<String> series =
          Scraped.of(Client.of(service.managementPort())).series().stream()
              // The JVM's reasons to collect garbage are few, and each comes when it comes.
              .filter(name -> !name.startsWith("jvm_gc_pause_seconds"))
              .collect(Collectors.toSet());
      return new Held(series, LiveHeap.of(service.pid()) / MIB);
    }
  }

  /** What a service held at first, and at the end of so many seconds. */
  private record Endured(Held early, Held late, long seconds) {}

  @BeforeAll
  static void up() throws Exception {
    h2load = TestTool.require(ServiceEnduranceIT.class, "h2load");
    String config = Files.writeString(folder.resolve("service.yaml"), CONFIG).toString();
    system =
        RunningSystem.up(
            folder,
            Map.of(
                "VITRINE_LOCAL_USER_SERVICE_CONFIG", config,
                "VITRINE_LOCAL_PRODUCT_SERVICE_CONFIG", config));
  }

  @AfterAll
  static void down() throws Exception {
    if (system != null) {
      system.close();
    }
  }

  @Test
  @SuppressWarnings("SystemOut")
  void keepsNothingOfHalfAMillionRequests() throws Exception {
    Random random = new Random(1);

    Endured products =
        endure("product-service", Stream.generate(() -> ofProducts(random)).limit(TARGETS));
    register();
    Endured users = endure("user-service", Stream.generate(() -> ofUsers(random)).limit(TARGETS));

    System.out.println(
        PAGE.with(
            products.early().series().size(),
            products.late().series().size(),
            products.early().heap(),
            products.late().heap(),
            products.seconds(),
            users.early().series().size(),
            users.late().series().size(),
            users.early().heap(),
            users.late().heap(),
            users.seconds()));
    for (Endured each : List.of(products, users)) {
      assertThat(each.late().series()).isEqualTo(each.early().series());
      assertThat(each.late().heap() - each.early().heap()).as("MiB").isLessThan(4);
    }
  }

  private static String ofProducts(Random random) {
    int number = 1 + random.nextInt(1_000);
    return switch (random.nextInt(20)) {
      case 0 -> "/nowhere/" + random.nextInt();
      case 1 -> "/products/" + (1_000_000 + number);
      case 2 -> "/products/no-number-" + number;
      case 3 -> "/products?limit=0&page=" + number;
      case 4 -> "/products?cursor=" + number;
      case 5 -> "/categories?" + number;
      case 6, 7 -> "/products?limit=" + (1 + number % 20);
      default -> "/products/" + number;
    };
  }

  private static String ofUsers(Random random) {
    int number = 1 + random.nextInt(1_000);
    return switch (random.nextInt(10)) {
      case 0 -> "/nowhere/" + random.nextInt();
      case 1 -> "/users/no-number-" + number;
      case 2 -> "/users?limit=0&page=" + number;
      case 3 -> "/users?limit=" + (1 + number % 20);
      case 4 -> "/.well-known/jwks.json?" + number;
      default -> "/users/" + (1 + number % (2 * ACCOUNTS));
    };
  }

  private static void register() throws IOException, InterruptedException {
    Client users = Client.of(system.child("user-service").port());
    for (int i = 1; i <= ACCOUNTS; i++) {
      String account =
          "{\"email\": \"customer-%d@shop.example\", \"name\": \"C\", \"password\": \"long enough 1\"}"
              .formatted(i);
      assertThat(users.post("/users", "application/json", account).status()).isEqualTo(201);
    }
    assertThat(users.get("/users/" + ACCOUNTS).status()).isEqualTo(200);
  }

  private static Endured endure(String name, Stream<String> targets) throws Exception {
    Child service = system.child(name);
    Path file = Files.write(folder.resolve(name + ".targets"), targets.toList());
    long begun = System.nanoTime();
    ask(service, file, FIRST);
    Held early = Held.by(service);
    ask(service, file, ALL - FIRST);
    Held late = Held.by(service);
    return new Endured(early, late, (System.nanoTime() - begun) / 1_000_000_000);
  }

  private static void ask(Child service, Path targets, int requests)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                h2load.toString(),
                "--h1",
                "--requests=" + requests,
                "--clients=16",
                "--input-file=" + targets,
                "--base-uri=http://127.0.0.1:" + service.port())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(numbers(DONE, said)).as(said).containsExactly(requests, 0, 0);
    assertThat(numbers(FAILED, said)).as(said).containsExactly(0);
  }

  private static List<Integer> numbers(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return Stream.iterate(1, group -> group + 1)
        .limit(matcher.groupCount())
        .map(group -> Integer.valueOf(matcher.group(group)))
        .toList();
  }
}
