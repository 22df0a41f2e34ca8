package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells whoever started the process which ports it has bound; appears whole or not at all. */
final class AddressFile {
  private AddressFile() {}

  static void write(Path file, int port, int managementPort) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("pid", ProcessHandle.current().pid());
    content.put("port", port);
    content.put("management_port", managementPort);
    Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    Files.write(draft, Json.write(content).getBytes());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
