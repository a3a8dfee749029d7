declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent;
  export default component;
}

/** Options of the SDK, put in by the build. */
declare const OPTIONS: { readonly site: string; readonly collector: string; readonly key: string };
