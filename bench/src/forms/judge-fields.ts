import { controlOf } from "../../../packages/browser/build/capture/control.js";
import { fieldId, fieldsOf } from "../../../packages/browser/build/capture/fields.js";
import { watchPasswords } from "../../../packages/browser/build/capture/passwords.js";
import { isSecret } from "../../../packages/browser/build/capture/secrets.js";
import { learnWords } from "../../../packages/browser/build/redact/class-of-words.js";
import { SIGNS } from "../../../packages/browser/build/redact/classify.js";
import { judge } from "../../../packages/browser/build/redact/judge.js";
import { cleanText } from "../../../packages/browser/build/redact/text.js";
import { WORDS } from "../../../packages/browser/build/redact/words.js";
import type { JudgedField } from "./judge-forms.js";

learnWords(WORDS);

/** Runs in each page: the SDK's own capture and judgement of every field, with every word it knows. */
export function judgeFields(): Omit<JudgedField, "file">[] {
  const passwords = watchPasswords({ document, onStop: () => undefined });
  return fieldsOf(null, document).map((field) => {
    const control = controlOf(field, "allow", isSecret(field, passwords), []);
    const { class: name, sign, verdict } = judge(control, [], cleanText);
    return {
      field: fieldId(field),
      label: field.dataset["manualScoring"] ?? "",
      class: name,
      sign: SIGNS[sign] ?? "",
      verdict,
      says: [control.autocomplete, control.type, control.name, control.id, control.label],
    };
  });
}
