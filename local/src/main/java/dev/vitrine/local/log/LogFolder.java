package dev.vitrine.local.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of all logs.
 *
 * @param path the folder; it need not be there
 */
public record LogFolder(Path path) {
  private static final String SUFFIX = ".log";
  private static final String DATABASE = "database";

  /** The log of one process. The database is always one, and its log has no number. */
  public LogFile of(String service, int replica) {
    String name = service.equals(DATABASE) ? service : service + "-" + replica;
    return new LogFile(path.resolve(name + SUFFIX));
  }

  /** The logs that are there now. */
  public List<LogFile> all() throws IOException {
    return ofService("");
  }

  /** The logs of a service, or of one replica ("user-service-2"); of all when the name is empty. */
  List<LogFile> ofService(String service) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .filter(file -> belongs(source(file), service))
          .sorted()
          .map(LogFile::new)
          .toList();
    }
  }

  /** Whose logs are there now. */
  public List<String> sources() throws IOException {
    return all().stream().map(log -> source(log.path())).toList();
  }

  static String source(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static boolean belongs(String source, String service) {
    return service.isEmpty()
        || source.equals(service)
        || (source.startsWith(service + "-")
            && source.substring(service.length() + 1).matches("[0-9]+"));
  }
}
