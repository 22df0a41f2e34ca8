/** What is written for people to read, made safe to look at. */
@NullMarked
package dev.vitrine.platform.text;

import org.jspecify.annotations.NullMarked;
