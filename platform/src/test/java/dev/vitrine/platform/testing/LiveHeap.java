package dev.vitrine.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM keeps after a collection. Counted while it stands still: what it has allocated by the
 * time that it can be asked is another matter.
 */
public final class LiveHeap {
  /** Of a histogram: all instances, and their bytes. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

  private LiveHeap() {}

  /** In bytes. */
  public static long of(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process counting =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(counting.waitFor()).as(said).isZero();
    Matcher total = TOTAL.matcher(said);
    assertThat(total.find()).as(said).isTrue();
    return Long.parseLong(total.group(1));
  }
}
