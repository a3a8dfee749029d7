import type { JSX } from "preact";

const LOBES = [8, 9, 10, 12] as const;

/**
 * A small seal drawn from a pseudonym, so that the same visitor is recognised at a glance in a list. It says nothing
 * that the pseudonym does not.
 *
 * @param subject Hex digits.
 */
export function SealMark({ subject, size = 34 }: { readonly subject: string; readonly size?: number }): JSX.Element {
  const digits = [...subject].map((digit) => Number.parseInt(digit, 16) || 0);
  const at = (index: number) => digits[index % digits.length] ?? 0;
  const lobes = LOBES[at(0) % LOBES.length] ?? 8;
  const spokes = 3 + (at(1) % 4);
  const inner = 3.2 + (at(2) % 4) * 0.5;
  return (
    <svg
      class={`seal-mark seal-hue-${at(3) % 6}`}
      width={size}
      height={size}
      viewBox="0 0 34 34"
      aria-hidden="true"
      focusable="false"
    >
      <path class="seal-wax" d={rosette(17, 15, 13.2, lobes, at(4) / 16)} />
      <circle class="seal-ring" cx="17" cy="17" r="9.6" />
      <path class="seal-stamp" d={star(17, inner, 7.2, spokes, at(5) / 16)} />
    </svg>
  );
}

/** A closed curve with `lobes` soft bumps between two radii. */
function rosette(centre: number, outer: number, dent: number, lobes: number, turn: number): string {
  const point = (step: number, radius: number) => {
    const angle = ((step + turn) / lobes) * 2 * Math.PI;
    return `${(centre + radius * Math.cos(angle)).toFixed(2)} ${(centre + radius * Math.sin(angle)).toFixed(2)}`;
  };
  let path = `M${point(0, dent)}`;
  for (let lobe = 0; lobe < lobes; lobe++) {
    // The control point lies outside, so that the curve itself touches `outer`.
    path += `Q${point(lobe + 0.5, 2 * outer - dent)} ${point(lobe + 1, dent)}`;
  }
  return `${path}Z`;
}

function star(centre: number, inner: number, outer: number, spokes: number, turn: number): string {
  const points = Array.from({ length: spokes * 2 }, (_, step) => {
    const radius = step % 2 === 0 ? outer : inner;
    const angle = ((step + turn) / (spokes * 2)) * 2 * Math.PI;
    return `${(centre + radius * Math.cos(angle)).toFixed(2)} ${(centre + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}Z`;
}
