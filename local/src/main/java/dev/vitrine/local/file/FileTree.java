package dev.vitrine.local.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder with all that is in it; symbolic links are not followed. */
public final class FileTree {
  private FileTree() {}

  /** Deletes the folder or file; nothing happens when it is not there. */
  public static void delete(Path root) throws IOException {
    walk(root, Files::deleteIfExists);
  }

  /** Gives the folder, and all in it, to the user with this number. */
  public static void give(Path root, int uid) throws IOException {
    walk(root, path -> Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS));
  }

  private interface Act {
    Object on(Path path) throws IOException;
  }

  private static void walk(Path root, Act act) throws IOException {
    if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(root, new ChildrenFirst(act));
    }
  }

  private static final class ChildrenFirst extends SimpleFileVisitor<Path> {
    private final Act act;

    ChildrenFirst(Act act) {
      this.act = act;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      act.on(file);
      return FileVisitResult.CONTINUE;
    }

    // A file that a process removes while it ends is as good as visited.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      act.on(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
