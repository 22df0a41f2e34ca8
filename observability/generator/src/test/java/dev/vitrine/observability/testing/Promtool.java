package dev.vitrine.observability.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.TestTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prometheus's own tool, which knows best whether a file is right. */
public final class Promtool {
  private final Path program;

  private Promtool(Path program) {
    this.program = program;
  }

  /** The tool; where there is none, the test that asks is skipped. */
  public static Promtool require(Class<?> test) {
    return new Promtool(TestTool.require(test, "promtool"));
  }

  /** Fails unless the tool is content; says what it says. */
  public void succeeds(List<String> arguments, List<Path> files)
      throws IOException, InterruptedException {
    Answer answer = run(arguments, files);

    assertThat(answer.code()).as(answer.said()).isZero();
  }

  /** Fails where the tool is content; returns what it says. */
  public String fails(List<String> arguments, List<Path> files)
      throws IOException, InterruptedException {
    Answer answer = run(arguments, files);

    assertThat(answer.code()).as(answer.said()).isNotZero();
    return answer.said();
  }

  private record Answer(int code, String said) {}

  private Answer run(List<String> arguments, List<Path> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(arguments);
    files.forEach(file -> command.add(file.toString()));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), said);
  }
}
