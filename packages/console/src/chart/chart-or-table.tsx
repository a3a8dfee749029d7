import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { number } from "../format/number.js";
import { time } from "../format/time.js";
import { Icon } from "../parts/icon.js";
import type { Chart as ChartPart, ChartProps } from "./chart.js";

/** A chart, or the same figures as a table: for screen readers, and for whoever wants to read them. */
export function ChartOrTable(props: ChartProps & { readonly caption: string }): JSX.Element {
  const { caption, times, interval, series } = props;
  const Chart = useChart();
  const [table, setTable] = useState(false);
  return (
    <div class="chart-or-table">
      <button
        type="button"
        class="button button-quiet chart-switch"
        aria-pressed={table}
        onClick={() => setTable(!table)}
      >
        <Icon name="table" />
        Table
      </button>
      {table ? (
        <div class="table-scroll chart-table" tabIndex={0} role="region" aria-label={caption}>
          <table class="figures">
            <caption>{caption}</caption>
            <thead>
              <tr>
                <th scope="col">{interval === "day" ? "Day (UTC)" : "From"}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col" class="num">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((at, index) => (
                <tr key={at}>
                  <th scope="row">{time.interval(at, interval)}</th>
                  {series.map(({ name, values }) => (
                    <td key={name} class="num">
                      {number.whole(values[index] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : Chart === null ? (
        <div class="chart-waiting" />
      ) : (
        <Chart {...props} />
      )}
    </div>
  );
}

/** The chart library is most of the console's script, and nobody needs it to sign in: it is a file of its own. */
function useChart(): typeof ChartPart | null {
  const [part, setPart] = useState<{ Chart: typeof ChartPart } | null>(null);
  useEffect(() => {
    import("./chart.js").then(setPart, (error: unknown) => {
      // The table is still there, and has the same figures.
      console.error(error);
    });
  }, []);
  return part === null ? null : part.Chart;
}
