const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** Ways to write numbers. All are English, as the console is; digits are meant to be set in tabular figures. */
export const number = {
  /** `12,304` */
  whole: (value: number): string => (Number.isFinite(value) ? whole.format(value) : "–"),
  /** `12.3K`, for where there is little room. */
  compact: (value: number): string => (Number.isFinite(value) ? compact.format(value) : "–"),
  /** A share from 0 to 1. Never rounds something to nothing, nor almost all to all. */
  share: (value: number): string => {
    if (!Number.isFinite(value)) return "–";
    const percent = value * 100;
    if (percent === 0) return "0%";
    if (percent < 0.01) return "<0.01%";
    if (percent > 99.9 && percent < 100) return ">99.9%";
    return `${percent < 1 ? percent.toFixed(2) : percent < 10 ? percent.toFixed(1) : percent.toFixed(0)}%`;
  },
  /** `1 page`, `2 pages` */
  of: (value: number, one: string, many = `${one}s`): string => `${number.whole(value)} ${value === 1 ? one : many}`,
};
