package dev.vitrine.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
  @TempDir Path directory;

  enum Tide {
    RISING,
    DEAD_LOW
  }

  record Quay(int length, long rateLimit) {
    Quay {
      Require.between("length", length, 1, 1_000);
    }
  }

  record Ship(String name, int crew) {
    Ship {
      Require.notBlank("name", name);
    }
  }

  record Buoy(
      String name,
      @Default(value = "3s", meaning = "between two flashes") Duration blink,
      @Default(value = "true", meaning = "whether it has a light") boolean lit) {}

  enum Mode {
    UP,
    DOWN
  }

  record Lock(
      @Default(value = "2", meaning = "at least") int least,
      @Default(value = "10", meaning = "at most") int most,
      @Default(value = "1", meaning = "at a time; 0 where it is off") int step,
      @Default(value = "up", meaning = "whether it is") Mode mode,
      List<String> names) {
    Lock {
      Require.between("least", least, 0, 10);
      Require.between("most", most, least, 20);
      Require.between("step", step, 0, 4);
      Require.that(step == 0 || mode == Mode.UP, "step", step, "0, as mode is down");
      List<Fault> twice = new ArrayList<>();
      for (int i = 1; i < names.size(); i++) {
        if (names.get(i).equals(names.get(i - 1))) {
          twice.add(new Fault("names[" + i + "]", names.get(i), "another name"));
        }
      }
      Require.none(twice);
    }
  }

  record Canal(Lock lock, @Inherits("lock") Map<String, Lock> locks) {}

  record Harbour(
      String name,
      double depth,
      boolean open,
      Tide tide,
      Duration patience,
      Path log,
      URI site,
      Optional<String> pilot,
      Quay quay,
      List<Ship> ships,
      Map<String, String> flags,
      List<String> notes) {}

  private static Harbour read(Map<String, String> environment) {
    return Configuration.of(environment).read(Harbour.class, "harbour.yaml");
  }

  private Harbour readWithFile(String yaml, String... environment) throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("VITRINE_CONFIG", file(yaml).toString());
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    return read(variables);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("harbour.yaml"), yaml);
  }

  private static List<String> faults(InvalidConfigurationException invalid) {
    return invalid.faults().stream().map(Fault::toString).toList();
  }

  private List<String> faultsOf(String yaml, String... environment) {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> readWithFile(yaml, environment));
    assertThat(invalid).as("the failure of %s", yaml).isNotNull();
    return faults(invalid);
  }

  @Test
  void readsTheDefaults() {
    Harbour harbour = read(Map.of());

    assertThat(harbour)
        .isEqualTo(
            new Harbour(
                "North",
                4.5,
                true,
                Tide.RISING,
                Duration.ofMillis(250),
                Path.of("logs/harbour"),
                URI.create("https://harbour.example/"),
                Optional.empty(),
                new Quay(120, 10),
                List.of(new Ship("Ida", 3)),
                Map.of("north", "white"),
                List.of("calm")));
  }

  @Test
  void letsTheFileWinOverDefaultsValueByValue() throws IOException {
    Harbour harbour = readWithFile("quay: {length: 7}\ntide: dead-low\npilot: Ann\n");

    assertThat(harbour.quay()).isEqualTo(new Quay(7, 10));
    assertThat(harbour.tide()).isEqualTo(Tide.DEAD_LOW);
    assertThat(harbour.pilot()).contains("Ann");
    assertThat(harbour.name()).isEqualTo("North");
  }

  @Test
  void letsTheEnvironmentWinOverTheFile() throws IOException {
    Harbour harbour =
        readWithFile(
            "quay: {length: 7, rate-limit: 8}",
            "VITRINE_QUAY_RATE_LIMIT",
            "9",
            "VITRINE_OPEN",
            "false");

    assertThat(harbour.quay()).isEqualTo(new Quay(7, 9));
    assertThat(harbour.open()).isFalse();
  }

  @Test
  void takesListsAndMapsFromTheEnvironmentAsYaml() {
    Harbour harbour =
        read(
            Map.of(
                "VITRINE_SHIPS", "[{name: Eva, crew: 1}, {name: Uwe, crew: 2}]",
                "VITRINE_FLAGS", "{south: red}",
                "VITRINE_NOTES", "[]"));

    assertThat(harbour.ships()).containsExactly(new Ship("Eva", 1), new Ship("Uwe", 2));
    assertThat(harbour.flags()).containsExactly(Map.entry("south", "red"));
    assertThat(harbour.notes()).isEmpty();
  }

  @Test
  void takesAnEmptyVariableForAnAbsentOptionalValue() throws IOException {
    Harbour harbour = readWithFile("pilot: Ann", "VITRINE_PILOT", "");

    assertThat(harbour.pilot()).isEmpty();
  }

  @Test
  void ignoresVariablesThatNameNoValue() {
    Harbour harbour = read(Map.of("VITRINE_QUAY_PORT", "tcp://10.0.0.1:80", "HOME", "/"));

    assertThat(harbour).isEqualTo(read(Map.of()));
  }

  @Test
  void takesAnEmptyFileOrSectionForNothingToChange() throws IOException {
    Harbour empty = readWithFile("");
    Harbour emptySection = readWithFile("quay:\n");

    assertThat(empty).isEqualTo(read(Map.of()));
    assertThat(emptySection).isEqualTo(read(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "quay: {length: many}       | quay.length: \"many\" (expected: a whole number)",
        "quay: {length: 1.5}        | quay.length: 1.5 (expected: a whole number)",
        "quay: {length: 99999999999}| quay.length: 99999999999 (expected: a whole number)",
        "quay: {length: 0}          | quay.length: 0 (expected: a whole number from 1 to 1000)",
        "quay: {length: null}       | quay.length: missing (expected: a whole number)",
        "quay: {depth: 1}           | quay.depth: unknown key (expected: one of length, rate-limit)",
        "quay: {rateLimit: 1}       | quay.rateLimit: unknown key; is it rate-limit? (expected: one of length, rate-limit)",
        "quay: {lenght: 1}          | quay.lenght: unknown key; is it length? (expected: one of length, rate-limit)",
        "quay: 5                    | quay: 5 (expected: a mapping)",
        "depth: deep                | depth: \"deep\" (expected: a number)",
        "depth: 1e999               | depth: 1E+999 (expected: a number)",
        "open: ja                   | open: \"ja\" (expected: true or false)",
        "tide: RISING               | tide: \"RISING\" (expected: one of rising, dead-low)",
        "patience: 5                | patience: 5 (expected: a duration such as 250ms, 1.5s, 10m, 1h or 30d)",
        "site: 'a b'                | site: \"a b\" (expected: a URI)",
        "log: ''                    | log: \"\" (expected: a path)",
        "name: [a]                  | name: [\"a\"] (expected: a text)",
        "ships: Ida                 | ships: \"Ida\" (expected: a list)",
        "ships: [{name: ' ', crew: 1}] | ships[0].name: \" \" (expected: a text that is not blank)",
        "ships: [{name: A, crew: 1}, {name: B}] | ships[1].crew: missing (expected: a whole number)",
        "flags: [a]                 | flags: [\"a\"] (expected: a mapping)",
        "flags: {north: [a]}        | flags.north: [\"a\"] (expected: a text)",
        "mooring: 1                 | mooring: unknown key (expected: one of name, depth, open, tide, patience, log, site, pilot, quay, ships, flags, notes)",
      })
  void namesThePathOfAFault(String yaml, String fault) {
    List<String> faults = faultsOf(yaml);

    assertThat(faults).containsExactly(fault);
  }

  @Test
  void namesThePathOfAFaultInTheEnvironment() {
    List<String> faults =
        faultsOf(
            "", "VITRINE_QUAY_LENGTH", "long", "VITRINE_SHIPS", "[{", "VITRINE_PATIENCE", "soon");

    assertThat(faults)
        .containsExactlyInAnyOrder(
            "quay.length: \"long\" (expected: a whole number)",
            "ships: \"[{\" (expected: a list)",
            "patience: \"soon\" (expected: a duration such as 250ms, 1.5s, 10m, 1h or 30d)");
  }

  @Test
  void reportsAllFaultsAtOnce() {
    List<String> faults =
        faultsOf("depth: deep\nquay: {length: many, width: 1}\nships: [{name: A, crew: x}]\n");

    assertThat(faults)
        .extracting(fault -> fault.substring(0, fault.indexOf(':')))
        .containsExactly("depth", "quay.length", "quay.width", "ships[0].crew");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Of a record whose components have faults, what can be said without these.
        "{least: 9, most: 99, step: x}     | step most",
        "{least: 9, most: 8, step: x}      | step most",
        "{least: 9, most: 8, step: 5}      | most step",
        "{least: 9, most: 8, step: 5, x: 1} | x most step",
        // A bound that is not known, or is of no use itself, says nothing of the other.
        "{least: x, most: 8, step: 1}      | least",
        "{least: 50, most: 8, step: 1}     | least",
        "{least: 50, most: 99, step: 1}    | least",
        "{least: x, most: x, step: 5}      | least most step",
        "{mode: x, step: 1}                | mode",
        "{mode: x, step: 5}                | mode step",
        "{mode: down, least: 2}             | step",
        "{mode: down, least: x}             | least step",
        "{names: [a, a, b], step: 5}       | step names[1]",
        "{names: [a, a, [b]], step: 5}     | names[2] step",
      })
  void tellsWhatIsWrongWithTheRestToo(String yaml, String keys) throws IOException {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> Configuration.readFile(file(yaml), Lock.class));

    assertThat(invalid.faults()).extracting(Fault::key).containsExactly(keys.split(" "));
  }

  @Test
  void tellsAFaultOfASectionOnceNotForEachThatInheritsIt() throws IOException {
    String yaml =
        """
        lock: {step: 5, most: 1}
        locks:
          a: {least: 7}
          b: {step: 5, most: 20}
          c: {step: 6}
        """;

    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () ->
                Configuration.of(Map.of("VITRINE_CONFIG", file(yaml).toString()))
                    .read(Canal.class, "canal.yaml"));

    assertThat(faults(invalid))
        .containsExactlyInAnyOrder(
            "lock.step: 5 (expected: a whole number from 0 to 4)",
            "lock.most: 1 (expected: a whole number from 2 to 20)",
            "locks.a.most: 1 (expected: a whole number from 7 to 20)",
            "locks.b.step: 5 (expected: a whole number from 0 to 4)",
            "locks.c.step: 6 (expected: a whole number from 0 to 4)");
  }

  @Test
  void reportsEachFaultOnALineOfItsOwn() {
    assertThatThrownBy(() -> read(Map.of("VITRINE_DEPTH", "x", "VITRINE_OPEN", "x")))
        .hasMessage("depth: \"x\" (expected: a number)\nopen: \"x\" (expected: true or false)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "quay: {length: 1, length: 2}  | line 1, column 19: the key length is there twice",
        "open: true\\nopen: false      | line 2, column 1: the key open is there twice",
        "quay: [                       | line 1, column 8: the file ends before a [ or { is closed",
        "quay: {length: 1\\nopen: true  | line 2, column 5: a comma or a closing } is missing (begun in line 1)",
        "name: \"A\\nopen: true          | line 2, column 11: a quote that is never closed (begun in line 1)",
        "quay:\\n\\tlength: 1            | line 2, column 1: a tab: only spaces may indent",
        "name: a: b                    | line 1, column 8: a colon where none can be: look at the indentation, and put a text with a colon in quotes",
        "name: @a                      | line 1, column 7: no value begins with @, unless in quotes",
        "quay:\\n  length: 1\\n rate-limit: 2 | line 3, column 2: it is not indented like what it belongs to (begun in line 1)",
        "open\\nname: A                 | line 2, column 5: a colon where none can be: look at the indentation, and put a text with a colon in quotes",
        "quay: &a {length: 1}\\nname: *a | line 2, column 7: an alias (*a): these are not followed, write the value itself",
        "name: *                       | line 1, column 8: a name is missing after & or *; in quotes they are plain text",
        "just a text                   | nothing but the value \"just a text\"",
        "- a                           | a list at its top",
        "7                             | nothing but the value 7",
        "open: true\\n---\\nopen: false | line 3, column 1: a second document, where one is read",
        "name: \\u0007                  | line 1, column 7: a character that no YAML file may have (U+0007)",
      })
  void refusesAFileThatIsNotOneMapping(String yaml, String why) {
    List<String> faults =
        faultsOf(yaml.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\007"));

    assertThat(faults)
        .containsExactly(
            "%s: %s (expected: a readable YAML file with a mapping at its top)"
                .formatted(directory.resolve("harbour.yaml"), why));
  }

  @Test
  void saysWhereAFileIsNoTextAndWhatIsTooMuch() throws IOException {
    Path file = directory.resolve("harbour.yaml");

    Files.write(file, "open: true\nname: Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(faultOf(file))
        .startsWith(file + ": line 2, column 9: a byte that is no text in UTF-8 (0xfc) (expected");
    Files.write(file, ("name: " + "a".repeat(5_000_000)).getBytes(StandardCharsets.US_ASCII));
    assertThat(faultOf(file)).startsWith(file + ": larger than 3 MiB (expected");
    Files.writeString(file, "name: " + "[".repeat(5_000) + "]".repeat(5_000));
    assertThat(faultOf(file)).contains(": it is nested too deeply (expected");
    assertThat(faultOf(directory)).startsWith(directory + ": a directory (expected");
  }

  @Test
  void showsAFaultyValueOnOneLineAndNotAllOfIt() {
    List<String> faults =
        faultsOf("depth: \"a\\e[2Jb\\nc\"\nopen: " + "x".repeat(1_000) + "\n\"a\\u202eb\": 1");

    assertThat(faults.getFirst()).isEqualTo("depth: \"a\\u001b[2Jb\\u000ac\" (expected: a number)");
    assertThat(faults.get(1)).contains("xxx... (expected: true or false)").hasSizeLessThan(300);
    assertThat(faults.get(2)).startsWith("a\\u202eb: unknown key (");
  }

  private static String faultOf(Path file) {
    var invalid =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> read(Map.of("VITRINE_CONFIG", file.toString())));
    return String.valueOf(invalid.getMessage());
  }

  @Test
  void refusesAFileThatIsNotThere() {
    String missing = directory.resolve("absent.yaml").toString();

    assertThatThrownBy(() -> read(Map.of("VITRINE_CONFIG", missing)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(missing + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name: A", "{name: A, blink: null, lit:}", "{name: A, blink: 3s}"})
  void takesTheDefaultOfAValueThatIsLeftOut(String yaml) throws IOException {
    Buoy buoy = Configuration.readFile(file(yaml), Buoy.class);

    assertThat(buoy).isEqualTo(new Buoy("A", Duration.ofSeconds(3), true));
  }

  @Test
  void readsAFileAloneWithoutDefaults() throws IOException {
    Quay quay = Configuration.readFile(file("{length: 3, rate-limit: 4}"), Quay.class);

    assertThat(quay).isEqualTo(new Quay(3, 4));
    assertThatThrownBy(() -> Configuration.readFile(file("length: 3"), Quay.class))
        .hasMessage("rate-limit: missing (expected: a whole number)");
  }
}
