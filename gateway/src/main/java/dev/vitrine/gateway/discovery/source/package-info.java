/** What sources of discovery share: when to ask again, and how to tell what they found. */
@NullMarked
package dev.vitrine.gateway.discovery.source;

import org.jspecify.annotations.NullMarked;
