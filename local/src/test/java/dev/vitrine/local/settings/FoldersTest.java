package dev.vitrine.local.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldersTest {
  private static final String HINT = ": VITRINE_LOCAL_DIRECTORY chooses another folder";

  private final Folders folders = new Folders(Path.of("/clone/.vitrine"));

  @ParameterizedTest
  @ValueSource(strings = {"/clone/.vitrine/logs", "/clone/.vitrine", "/clone"})
  void whereOneMayNotWriteAnotherFolderIsNamed(String file) {
    assertThat(folders.describe(new AccessDeniedException(file)))
        .isEqualTo("no permission for " + file + HINT);
    assertThat(folders.describe(new FileSystemException(file, null, "Read-only file system")))
        .endsWith("Read-only file system" + HINT);
  }

  @Test
  void otherFailuresAreToldAsTheyAre() {
    assertThat(folders.describe(new AccessDeniedException("/home/cache")))
        .isEqualTo("no permission for /home/cache");
    assertThat(folders.describe(new IOException("it rains"))).isEqualTo("it rains");
    assertThat(folders.describe(new FileSystemException("/clone/.vitrine", null, "Is too big")))
        .endsWith("Is too big");
  }
}
