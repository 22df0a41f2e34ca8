/** HTTP as every service speaks it: problems, validated input, conditional answers, pages. */
@NullMarked
package dev.vitrine.platform.http;

import org.jspecify.annotations.NullMarked;
