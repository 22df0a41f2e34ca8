package dev.vitrine.local.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.vitrine.local.process.ProgramPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs: it refuses to be root.
 *
 * @param prefix what is put before its commands; each part replaces itself by the next, so that the
 *     pid is PostgreSQL's own
 * @param ownerId the numeric user that must own its data
 */
public record PostgresAccount(List<String> prefix, int ownerId) {
  private static final int ROOT = 0;
  private static final int NOBODY = 65534;

  /**
   * An account that can run the binaries and write beside the data.
   *
   * @return empty when we are root, and the system lets us become nobody else
   */
  public static Optional<PostgresAccount> suitable(PostgresBinaries binaries, Path parentOfData)
      throws IOException, InterruptedException {
    long uid = new UnixSystem().getUid();
    if (uid != ROOT) {
      return Optional.of(new PostgresAccount(List.of(), (int) uid));
    }
    for (PostgresAccount account : Stream.concat(namespace(), nobody()).toList()) {
      if (account.suits(binaries, parentOfData)) {
        return Optional.of(account);
      }
    }
    return Optional.empty();
  }

  // In a user namespace of its own, root is nobody to itself, and still the owner of its files.
  private static Stream<PostgresAccount> namespace() {
    return ProgramPath.find("unshare").stream()
        .map(unshare -> new PostgresAccount(List.of(unshare.toString(), "-U"), ROOT));
  }

  // Containers often forbid namespaces. Nobody keeps one right of root's: to reach its files in a
  // folder that only root can enter.
  private static Stream<PostgresAccount> nobody() {
    return ProgramPath.find("setpriv").stream()
        .map(setpriv ->
            new PostgresAccount(
                List.of(
                    setpriv.toString(),
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    // Or access(2) would not take the right below into account.
                    "--securebits=+no_setuid_fixup",
                    "--inh-caps=-all,+dac_override",
                    "--ambient-caps=-all,+dac_override"),
                NOBODY));
  }

  private boolean suits(PostgresBinaries binaries, Path parentOfData)
      throws IOException, InterruptedException {
    String test = "test $(id -u) != 0 && test -x \"$0\" && test -w \"$1\"";
    List<String> command =
        Stream.concat(
                prefix.stream(),
                Stream.of(
                    "/bin/sh", "-c", test, binaries.program("postgres"), parentOfData.toString()))
            .toList();
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
