package dev.vitrine.platform.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why a file cannot be read, in words for whoever has to mend it. */
public final class FileFaults {
  private FileFaults() {}

  /** Without the path of the file, which the caller knows. */
  public static String why(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "this process may not read it";
      case CharacterCodingException _ -> "not a text in UTF-8";
      case FileSystemException other when other.getReason() != null -> lower(other.getReason());
      case FileSystemException _ -> "it cannot be read";
      default -> failure.getMessage() == null ? "it cannot be read" : lower(failure.getMessage());
    };
  }

  /** As the system says it, in the middle of a sentence. */
  private static String lower(String reason) {
    return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
  }
}
