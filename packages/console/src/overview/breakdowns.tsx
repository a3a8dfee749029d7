import type { TrendsAnswer } from "@wayseal/collector/api";
import type { ComponentChildren, JSX } from "preact";
import { countryName } from "../format/country-name.js";
import { number } from "../format/number.js";
import { typeName } from "../format/type-name.js";
import { Bars } from "../parts/bars.js";
import { pageName } from "../journey/page-name.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";
import { formOutcomes } from "./form-outcomes.js";
import type { Overview } from "./read-overview.js";

const ROWS = 7;

/** What happened, where, in which forms and from which countries. */
export function Breakdowns({ overview, words }: { readonly overview: Overview; readonly words: string }): JSX.Element {
  const forms = formOutcomes(overview.submitted, overview.abandoned);
  const submitted = overview.submitted.total;
  const ended = submitted + overview.abandoned.total;
  // The origin is worth its room only where there is more than one.
  const oneSite = new Set(overview.pages.series.flatMap(({ name }) => originOf(name))).size <= 1;
  return (
    <div class="breakdowns">
      <Card title="Forms" aside={ended === 0 ? null : <FormKey />}>
        {ended === 0 ? null : (
          <p class="card-figure">
            <b>{number.share(submitted / ended)}</b> of {number.of(ended, "begun form")} submitted
          </p>
        )}
        <Bars
          caption={`Forms submitted and abandoned, ${words}`}
          head={["Form", "Ended"]}
          empty="No form was submitted or abandoned."
          bars={forms.slice(0, ROWS).map((one) => ({
            key: one.form,
            label: <Captured value={one.form} limit={60} />,
            value: one.submitted + one.abandoned,
            second: one.abandoned,
            note: `${number.whole(one.submitted)} submitted, ${number.whole(one.abandoned)} abandoned`,
          }))}
        />
      </Card>
      <Card title="Pages">
        <Ranking answer={overview.pages} caption={`Page views by page, ${words}`} head="Page">
          {(page) => <Captured value={oneSite ? pageName(page) : page} limit={80} />}
        </Ranking>
      </Card>
      <Card title="Events">
        <Ranking answer={overview.types} caption={`Events by type, ${words}`} head="Type">
          {(type) => <Captured value={typeName(type)} limit={60} />}
        </Ranking>
      </Card>
      <Card title="Countries">
        <Ranking answer={overview.countries} caption={`Visitors by country, ${words}`} head="Country">
          {(country) => <Captured value={countryName(country)} limit={60} />}
        </Ranking>
      </Card>
    </div>
  );
}

/** @returns The part before the path, where the name is an address: `other` and `(none)` are not. */
function originOf(name: string): string[] {
  const path = pageName(name);
  return name === path || !/^https?:/i.test(name)
    ? []
    : [name.slice(0, name.length - (path === "/" && !name.endsWith("/") ? 0 : path.length))];
}

function FormKey(): JSX.Element {
  return (
    <span class="form-key" aria-hidden="true">
      <i class="form-key-submitted" /> submitted <i class="form-key-abandoned" /> abandoned
    </span>
  );
}

function Ranking(props: {
  readonly answer: TrendsAnswer;
  readonly caption: string;
  readonly head: string;
  readonly children: (name: string) => ComponentChildren;
}): JSX.Element {
  return (
    <Bars
      caption={props.caption}
      head={[props.head, "Count"]}
      empty="Nothing in this time."
      bars={props.answer.series
        .filter(({ total }) => total > 0)
        .slice(0, ROWS)
        .map(({ name, total }) => ({ key: name, label: props.children(name), value: total }))}
    />
  );
}
