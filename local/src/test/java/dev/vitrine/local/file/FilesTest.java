package dev.vitrine.local.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
  @TempDir Path folder;

  @Test
  void aWholeFileIsReplacedAndLeavesNoDraft() throws IOException {
    Path file = folder.resolve("a/b.json");

    WholeFile.write(file, "one".getBytes(StandardCharsets.UTF_8));
    WholeFile.write(file, "two".getBytes(StandardCharsets.UTF_8));

    assertThat(file).content().isEqualTo("two");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.next");
  }

  @Test
  void aTreeIsDeletedButNotWhatItsLinksLeadTo() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "kept");
    Path tree = Files.createDirectories(folder.resolve("tree/with/folders")).resolve("../..");
    Files.writeString(tree.resolve("file"), "gone");
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(tree.resolve("broken"), folder.resolve("nothing"));

    FileTree.delete(folder.resolve("tree"));
    FileTree.delete(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void aShortageIsToldInMebibytes() throws IOException {
    assertThat(DiskSpace.shortage(folder, 0)).isEmpty();
    assertThat(DiskSpace.shortage(folder, Integer.MAX_VALUE))
        .get()
        .asString()
        .contains("MiB are free under " + folder, Integer.MAX_VALUE + " MiB are wanted");
  }

  @Test
  void faultsAreToldWithoutClassNames() {
    assertThat(FileFault.describe(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("the disk is full (/x: No space left on device)");
    assertThat(FileFault.describe(new IOException("write: Disk quota exceeded")))
        .startsWith("the disk is full");
    assertThat(FileFault.describe(new AccessDeniedException("/x")))
        .isEqualTo("no permission for /x");
    assertThat(FileFault.describe(new NoSuchFileException("/x"))).isEqualTo("there is no /x");
    assertThat(FileFault.describe(new IOException("broken"))).isEqualTo("broken");
    assertThat(FileFault.describe(new IOException())).isEqualTo("IOException");
  }
}
