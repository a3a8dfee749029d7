import type { JSX } from "preact";

/** The mark, a way pressed into a seal, and the name. */
export function Brand(): JSX.Element {
  return (
    <span class="brand">
      <svg class="brand-mark" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
        <path
          class="brand-wax"
          d="M14 1.500c2.300 0 2.900 1.700 4.900 2.200 2 .6 3.600-.2 5 1.400 1.400 1.700.3 3.200.9 5.100.6 2 2.200 2.700 2.200 4.800s-1.700 2.800-2.400 4.700c-.6 1.900.3 3.600-1.300 5-1.600 1.400-3.200.4-5.100 1-1.900.5-2.500 1.800-4.300 1.800s-2.500-1.300-4.400-1.800c-1.900-.5-3.500.4-5-1-1.600-1.500-.6-3.100-1.200-5C2.600 17.800 1 17 1 15s1.600-2.900 2.200-4.800c.6-1.900-.5-3.500.9-5.100 1.400-1.600 3-.8 5-1.400C11.100 3.200 11.700 1.500 14 1.500z"
        />
        <path class="brand-way" d="M8 10.500l2.800 8L14 12l3.200 6.500 2.800-8" />
      </svg>
      <span class="brand-name">Wayseal</span>
    </span>
  );
}
