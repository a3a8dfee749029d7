/** The policy where nobody has written one: the built-in classes, the packs, and what pages allow by themselves. */
export const DEFAULT_SOURCE = `# The built-in policy: classes as they come, the country packs, and nothing captured that a page does not allow.
format: 1
`;
