package dev.vitrine.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileFaultsTest {
  @Test
  void speaksOfTheFileAndDoesNotRepeatItsPath() {
    assertThat(FileFaults.why(new NoSuchFileException("/a"))).isEqualTo("no such file");
    assertThat(FileFaults.why(new AccessDeniedException("/a")))
        .isEqualTo("this process may not read it");
    assertThat(FileFaults.why(new FileSystemException("/a", null, "Not a directory")))
        .isEqualTo("not a directory");
    assertThat(FileFaults.why(new FileSystemException("/a"))).isEqualTo("it cannot be read");
    assertThat(FileFaults.why(new MalformedInputException(3))).isEqualTo("not a text in UTF-8");
    assertThat(FileFaults.why(new IOException("Is a directory"))).isEqualTo("is a directory");
  }
}
