package dev.vitrine.local.state;

import dev.vitrine.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one supervisor of a folder, or for a moment by a command that no supervisor may get
 * in the way of; the kernel lets it go when the process ends in any way.
 */
public final class SupervisorLock implements AutoCloseable {
  private final FileChannel channel;
  private final Path file;
  private final @Nullable Object key;

  private SupervisorLock(FileChannel channel, Path file, @Nullable Object key) {
    this.channel = channel;
    this.file = file;
    this.key = key;
  }

  /** Takes the lock; empty when another process has it. */
  public static Optional<SupervisorLock> tryTake(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      return Optional.empty();
    }
    channel.truncate(0);
    return Optional.of(new SupervisorLock(channel, file, key(file)));
  }

  /** Notes this process as the supervisor: from now on it is the one to be asked to stop. */
  public void sign() throws IOException {
    ProcessIdentity self = ProcessIdentity.current();
    // The pid has a line of its own: the launcher reads it, too.
    String note = self.pid() + "\n" + self.started() + "\n";
    channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /**
   * Whether the file is still the one that was locked. Where it was deleted, or another put in its
   * place, the lock keeps nobody away any more.
   */
  public boolean isInPlace() {
    try {
      return Objects.equals(key, key(file));
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException _) {
      // Not to be seen just now: that tells nothing.
      return true;
    }
  }

  /** The supervisor that has signed, and still runs; empty when there is none. */
  public static Optional<ProcessIdentity> supervisor(Path file) throws IOException {
    List<String> note;
    try {
      note = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).lines().toList();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    if (note.size() != 2 || !note.getFirst().matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(Long.parseLong(note.getFirst()), note.getLast()))
        .filter(ProcessIdentity::alive);
  }

  /** Why the lock cannot be had, in a sentence. */
  public static String taken(Path file) throws IOException {
    return supervisor(file)
        .map(holder ->
            "it runs already (process %d): ./vitrine status shows it, ./vitrine down stops it"
                .formatted(holder.pid()))
        .orElse("another ./vitrine is at work");
  }

  // Device and inode; an inode is not given away for as long as our channel is open.
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
