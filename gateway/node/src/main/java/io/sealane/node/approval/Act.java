package io.sealane.node.approval;

/**
 * What is asked of the node, exactly: the request that does it.
 *
 * @param method e.g. {@code POST}
 * @param path with what it names, e.g. {@code /v1/parties/acme-line}
 * @param body of the request, with what it left out; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to keep, never compared.
public record Act(String method, String path, byte[] body) {}
