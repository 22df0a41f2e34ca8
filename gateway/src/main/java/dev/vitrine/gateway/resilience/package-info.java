/** What keeps a failure small: ejection, retries and their budget, admission, holding, hedging. */
@NullMarked
package dev.vitrine.gateway.resilience;

import org.jspecify.annotations.NullMarked;
