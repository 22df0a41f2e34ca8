package dev.vitrine.gateway.corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The conformance suite h2spec, a program that a Maven plugin carries for some systems. */
final class H2Spec {
  private static final String ARCHIVE = "h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
  private static final int BLOCK = 512; // of a tar file
  private static final long PATIENCE_MINUTES = 5;

  private final Path program;
  private final Path folder;

  private H2Spec(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Whether the program runs on this system. */
  static boolean runsHere() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /** Takes the program out of the plugin's jar, into a folder. */
  static H2Spec unpacked(Path plugin, Path folder) throws IOException {
    Path program = folder.resolve("h2spec");
    try (ZipFile jar = new ZipFile(plugin.toFile());
        InputStream tar = new GZIPInputStream(jar.getInputStream(jar.getEntry(ARCHIVE)))) {
      // The archive has this one file: its head tells the size, in octal digits.
      String size = new String(tar.readNBytes(BLOCK), 124, 11, StandardCharsets.US_ASCII);
      Files.write(program, tar.readNBytes(Integer.parseInt(size.strip(), 8)));
    }
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new H2Spec(program, folder);
  }

  /**
   * What came of a run.
   *
   * @param failures the section and the description of each
   */
  record Outcome(int tests, Set<String> failures) {}

  /** Runs the whole suite, the strict part too, against a path of a server on this machine. */
  Outcome run(int port, String path) throws Exception {
    Path report = folder.resolve("report-" + port + ".xml");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--strict",
                "--timeout=1",
                "--port=" + port,
                "--path=" + path,
                "--junit-report=" + report)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output-" + port + ".txt").toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException("h2spec does not end");
      }
    } finally {
      process.destroyForcibly();
    }
    return outcome(Files.readAllBytes(report));
  }

  private static Outcome outcome(byte[] report)
      throws ParserConfigurationException, IOException, SAXException {
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(report));
    NodeList cases = document.getElementsByTagName("testcase");
    Set<String> failures = new TreeSet<>();
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      boolean failed =
          test.getElementsByTagName("failure").getLength() > 0
              || test.getElementsByTagName("error").getLength() > 0;
      if (failed) {
        failures.add(test.getAttribute("package") + ": " + test.getAttribute("classname"));
      }
    }
    return new Outcome(cases.getLength(), failures);
  }
}
