/** The style of the pages for people: for a screen by day and night, a narrow one too, and for paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1b242b; --soft: #5f6a72; --line: #e6e1d6; --ground: #fffdf9; --raised: #f5f3ee; --seal: #175e5a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ebe8e1; --soft: #98a1a8; --line: #2a343d; --ground: #11161b; --raised: #192027; --seal: #6fcabf; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; color: var(--seal); }
p { margin: .5rem 0; max-width: 42rem; }
a { color: var(--seal); }
.soft { color: var(--soft); }
.note { border-left: 3px solid var(--seal); padding: .25rem 0 .25rem .75rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; margin: .5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; }
li.event { border-top: 1px solid var(--line); padding: .6rem 0; }
li.event > p { margin: 0; max-width: none; overflow-wrap: anywhere; }
time { color: var(--soft); font-variant-numeric: tabular-nums; margin-right: .75rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; }
li.event table { background: var(--raised); border-radius: 6px; }
li.event th, li.event td { padding-left: .75rem; }
li.event tr:last-child td { border-bottom: 0; }
.scroll { overflow-x: auto; }
nav { margin: 2rem 0; display: flex; gap: 1rem; }
@media (max-width: 32rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } time { display: block; } }
@media print {
  :root { --ink: #000; --soft: #444; --line: #bbb; --ground: #fff; --raised: #fff; --seal: #000; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; } nav { display: none; }
  li.event, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
}
`;
