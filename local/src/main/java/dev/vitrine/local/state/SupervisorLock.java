package dev.vitrine.local.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Held by the one supervisor of a folder; the kernel lets it go when the process ends in any way.
 */
public final class SupervisorLock implements AutoCloseable {
  private final FileChannel channel;

  private SupervisorLock(FileChannel channel) {
    this.channel = channel;
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
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    return Optional.of(new SupervisorLock(channel));
  }

  /** The pid that the holder has noted; empty when it has not, yet. */
  public static OptionalLong holder(Path file) throws IOException {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
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
