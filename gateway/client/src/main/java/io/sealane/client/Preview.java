package io.sealane.client;

import java.util.List;

/** What a submission would do, had it not been a dry run: nothing was stored. */
public record Preview(List<Accepted.Warning> warnings, List<View> views) {}
