package io.sealane.command.conformance;

import io.sealane.core.identity.Refusal;

/** What a case does with our code; to return is to accept. */
@FunctionalInterface
interface Attempt {
    void run() throws Refusal, Otherwise, MalformedVector;
}
