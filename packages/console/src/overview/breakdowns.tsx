import type { ComponentChildren, JSX } from "preact";
import { countryName } from "../format/country-name.js";
import { number } from "../format/number.js";
import { typeName } from "../format/type-name.js";
import { Bars } from "../parts/bars.js";
import { namePages } from "../journey/name-pages.js";
import { Card } from "../parts/card.js";
import { Captured } from "../text/captured.js";
import { formOutcomes } from "./form-outcomes.js";
import type { Breakdown, Overview } from "./read-overview.js";

const ROWS = 7;

/** What happened, where, in which forms and from which countries. */
export function Breakdowns({ overview, words }: { readonly overview: Overview; readonly words: string }): JSX.Element {
  const naming = namePages(seriesOf(overview.pages).map(({ name }) => name));
  return (
    <div class="breakdowns">
      <Forms submitted={overview.submitted} abandoned={overview.abandoned} words={words} />
      <Card title="Pages">
        <Ranking answer={overview.pages} caption={`Page views by page, ${words}`} head="Page">
          {(page) => <Captured value={naming(page)} limit={80} />}
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

/** Which forms were sent off, and which given up. */
function Forms(props: {
  readonly submitted: Breakdown;
  readonly abandoned: Breakdown;
  readonly words: string;
}): JSX.Element {
  const { submitted, abandoned, words } = props;
  const withheld = "withheld" in submitted ? submitted : "withheld" in abandoned ? abandoned : null;
  const forms = formOutcomes(seriesOf(submitted), seriesOf(abandoned));
  const sent = totalOf(submitted);
  const ended = sent + totalOf(abandoned);
  return (
    <Card title="Forms" aside={ended === 0 ? null : <FormKey />}>
      {ended === 0 ? null : (
        <p class="card-figure">
          <b>{number.share(sent / ended)}</b> of {number.of(ended, "begun form")} submitted
        </p>
      )}
      <Bars
        caption={`Forms submitted and abandoned, ${words}`}
        head={["Form", "Ended"]}
        empty={withheld === null ? "No form was submitted or abandoned." : wordsOf(withheld)}
        bars={forms.slice(0, ROWS).map((one) => ({
          key: one.form,
          label: <Captured value={one.form} limit={60} />,
          value: one.submitted + one.abandoned,
          second: one.abandoned,
          note: `${number.whole(one.submitted)} submitted, ${number.whole(one.abandoned)} abandoned`,
        }))}
      />
    </Card>
  );
}

const seriesOf = (answer: Breakdown) => ("withheld" in answer ? [] : answer.series);
const totalOf = (answer: Breakdown) => ("withheld" in answer ? 0 : answer.total);
const wordsOf = ({ withheld }: { readonly withheld: string }) => `Withheld from you. ${withheld}.`;

function FormKey(): JSX.Element {
  return (
    <span class="form-key" aria-hidden="true">
      <i class="form-key-submitted" /> submitted <i class="form-key-abandoned" /> abandoned
    </span>
  );
}

function Ranking(props: {
  readonly answer: Breakdown;
  readonly caption: string;
  readonly head: string;
  readonly children: (name: string) => ComponentChildren;
}): JSX.Element {
  return (
    <Bars
      caption={props.caption}
      head={[props.head, "Count"]}
      empty={"withheld" in props.answer ? wordsOf(props.answer) : "Nothing in this time."}
      bars={seriesOf(props.answer)
        .filter(({ total }) => total > 0)
        .slice(0, ROWS)
        .map(({ name, total }) => ({ key: name, label: props.children(name), value: total }))}
    />
  );
}
