package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.Command.Afterwards;
import dev.vitrine.local.Command.Form;
import dev.vitrine.local.Command.Then;
import dev.vitrine.local.load.LoadPlan;
import dev.vitrine.local.load.Rhythm;
import dev.vitrine.local.service.Extra;
import dev.vitrine.local.service.Replicas;
import dev.vitrine.local.service.Selection;
import dev.vitrine.local.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @Test
  void upStartsOneOfEach() {
    assertThat(parse("up")).isEqualTo(new Command.Up(Selection.usual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"up --detach", "up -d"})
  void detachReturnsWhenReady(String line) {
    assertThat(parse(line)).isEqualTo(new Command.UpDetached(Selection.usual()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --replicas product-service=3 --replicas user-service=0",
        "up --replicas=product-service=3 --replicas=user-service=0"
      })
  void replicasAreGivenPerService(String line) {
    Replicas replicas =
        Replicas.oneEach().with(Service.PRODUCT_SERVICE, 3).with(Service.USER_SERVICE, 0);

    assertThat(parse(line)).isEqualTo(new Command.Up(new Selection(replicas, Set.of())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --detach --prometheus --replicas user-service=2",
        "up --replicas=user-service=2 -d --prometheus"
      })
  void extrasAreAskedForAnywhere(String line) {
    Replicas replicas = Replicas.oneEach().with(Service.USER_SERVICE, 2);

    assertThat(parse(line))
        .isEqualTo(new Command.UpDetached(new Selection(replicas, Set.of(Extra.PROMETHEUS))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --replicas",
        "up --replicas product-service",
        "up --replicas product-service=",
        "up --replicas product-service=-1",
        "up --replicas product-service=17",
        "up --replicas product-service=999999999999",
        "up --replicas database=2"
      })
  void refusesReplicasThatMakeNoSense(String line) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            Command.Misuse.class,
            misuse -> assertThat(misuse.why()).contains("expected SERVICE=N", "product-service"));
  }

  @Test
  void downKeepsTheDataUnlessToldOtherwise() {
    assertThat(parse("down")).isEqualTo(new Command.Down(Afterwards.KEEP_DATA));
    assertThat(parse("down --clean")).isEqualTo(new Command.Down(Afterwards.DELETE_DATA));
  }

  @Test
  void statusIsATableOrJson() {
    assertThat(parse("status")).isEqualTo(new Command.Status(Form.TABLE));
    assertThat(parse("status --json")).isEqualTo(new Command.Status(Form.JSON));
  }

  @Test
  void logsTakeAServiceAndOptionsInAnyOrder() {
    assertThat(parse("logs")).isEqualTo(new Command.Logs("", 100, Then.RETURN));
    assertThat(parse("logs gateway -f")).isEqualTo(new Command.Logs("gateway", 100, Then.FOLLOW));
    assertThat(parse("logs -n 5 gateway --follow"))
        .isEqualTo(new Command.Logs("gateway", 5, Then.FOLLOW));
    assertThat(parse("logs -n=0")).isEqualTo(new Command.Logs("", 0, Then.RETURN));
  }

  @Test
  void loadIsModestUnlessToldOtherwise() {
    assertThat(parse("load"))
        .isInstanceOfSatisfying(
            Command.Load.class,
            load -> {
              assertThat(load.plan()).isEqualTo(LoadPlan.usual(load.plan().seed()));
              assertThat(load.port()).isEmpty();
              assertThat(load.form()).isEqualTo(Form.TABLE);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load --rate 12.5 --duration 10m --errors 5% --arrivals uniform --seed -3 --port 80 --json",
        "load --json --rate=12.5 --duration=600 --errors=5 --arrivals=uniform --seed=-3 --port=80"
      })
  void loadTakesOptionsInAnyOrder(String line) {
    assertThat(parse(line))
        .isEqualTo(
            new Command.Load(
                new LoadPlan(12.5, Duration.ofMinutes(10), 0.05, -3, Rhythm.UNIFORM),
                OptionalInt.of(80),
                Form.JSON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load --rate 0",
        "load --rate 2001",
        "load --rate many",
        "load --rate",
        "load --duration 61m",
        "load --duration 0s",
        "load --duration 1d",
        "load --errors 101",
        "load --errors -1",
        "load --seed x",
        "load --arrivals never",
        "load --port 0",
        "load --port 65536",
        "load --port example.com:80"
      })
  void loadIsBounded(String line) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            Command.Misuse.class, misuse -> assertThat(misuse.why()).contains(": expected "));
  }

  @ParameterizedTest
  @CsvSource({
    "load --host example.com, there is no option --host",
    "load http://example.com/, there is no option http://example.com/",
    "load --rate, '--rate: expected requests a second, from 0.1 to 2000'",
    "load --rate --json, '--rate: expected requests a second, from 0.1 to 2000'",
    "load --rate --seed 3, '--rate: expected requests a second, from 0.1 to 2000'",
    "load --rate=, '--rate: expected requests a second, from 0.1 to 2000'",
    "load --json=1, --json 1: expected no value",
    "restart, there is no command restart",
    "up --now, there is no option --now",
    "down all, there is no option all",
    "status -v, there is no option -v",
    "logs gateway user-service, there is no option user-service",
    "logs -n many, -n many: expected a number of lines",
    "idle now, there is no option now"
  })
  void saysWhatItDoesNotUnderstand(String line, String why) {
    assertThat(parse(line)).isEqualTo(new Command.Misuse(why));
  }

  @Test
  void nothingIsAMisuseToo() {
    assertThat(CommandLine.parse(List.of())).isEqualTo(new Command.Misuse("no command"));
  }

  private static Command parse(String line) {
    return CommandLine.parse(List.of(line.split(" ", -1)));
  }
}
