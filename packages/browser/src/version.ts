/** What hello's `sdk` says. The release script keeps it equal to package.json; a test checks. */
export const SDK = "wayseal-js/0.1.0";
