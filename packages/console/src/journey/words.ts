/** A sentence in pieces: ours as strings, what visitors wrote as objects, so that nothing of theirs passes for ours. */
export type Words = readonly (string | { readonly captured: string })[];
