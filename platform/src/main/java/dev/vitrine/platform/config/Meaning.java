package dev.vitrine.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a value is, for operators, in a section that the defaults of the program do not have, where
 * it has no {@link Default}: it has to be there, or may be absent. The schema tells of it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Meaning {
  String value();

  /** Whether a list has to be there, with one element at least. */
  boolean required() default false;
}
