/** The overlay's own style, in its shadow tree: the page's reaches none of it, and it reaches nothing of the page. */
export const OVERLAY_STYLE = `
:host { all: initial; position: fixed; inset: 0; pointer-events: none; z-index: 2147483647; }
* { box-sizing: border-box; }
.overlay, .panel {
  --paper: #fff; --ink: #1a1a1a; --edge: #767676; --soft: #f1f1f1; --on: #fff;
  --captured: #0b57d0; --kept: #6b4e00; --refused: #b3261e; --left: #4a4a4a;
  font: 13px/1.45 system-ui, sans-serif; color: var(--ink); color-scheme: light;
}
@media (prefers-color-scheme: dark) {
  .overlay, .panel {
    --paper: #1c1b1f; --ink: #ececec; --edge: #9a9a9a; --soft: #2b2a2f; --on: #111;
    --captured: #8ab4f8; --kept: #f0c260; --refused: #ff9d94; --left: #c8c8c8; color-scheme: dark;
  }
}
[data-state="captured"] { --of: var(--captured); --line: solid; }
[data-state="kept out"] { --of: var(--kept); --line: dashed; }
[data-state="refused"] { --of: var(--refused); --line: double; }
[data-state="left out"] { --of: var(--left); --line: dotted; }
.box { position: fixed; border: 3px var(--line) var(--of); border-radius: 3px; }
.box.found { outline: 4px solid var(--of); outline-offset: 2px; }
.box span {
  position: absolute; bottom: 100%; left: -3px; max-width: 340px; padding: 0 5px; overflow: hidden; border-radius: 3px 3px 0 0;
  font-size: 11px; line-height: 16px; color: var(--on); background: var(--of); white-space: nowrap; text-overflow: ellipsis;
}
.box.low span { top: 100%; bottom: auto; border-radius: 0 0 3px 3px; }
.panel {
  position: fixed; right: 12px; bottom: 12px; display: flex; flex-direction: column; width: min(380px, calc(100vw - 24px));
  max-height: min(70vh, 560px); padding: 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper);
  box-shadow: 0 4px 24px #0006; pointer-events: auto;
}
.panel.left { right: auto; left: 12px; }
h2 { margin: 0 0 4px; font-size: 15px; }
p { margin: 0 0 8px; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; margin: 0 0 8px; padding: 0; list-style: none; }
.shape { display: inline-block; width: 16px; color: var(--of); text-align: center; }
.list { flex: 1; margin: 0 0 8px; padding: 0; overflow-y: auto; list-style: none; border: solid var(--edge); border-width: 1px 0; }
.list button { display: block; width: 100%; padding: 6px 4px; border: 0; background: none; text-align: start; }
.list button:hover { background: var(--soft); }
.list small { display: block; padding-inline-start: 16px; font-size: 12px; overflow-wrap: anywhere; }
button { font: inherit; color: inherit; cursor: pointer; }
.buttons { display: flex; gap: 8px; justify-content: flex-end; }
.buttons button { padding: 4px 12px; border: 1px solid var(--edge); border-radius: 4px; background: var(--soft); }
:focus-visible { outline: 2px solid var(--captured); outline-offset: -2px; }
@media (forced-colors: active) { .box { border-color: Highlight; } .box span { border: 1px solid; } }
`;
