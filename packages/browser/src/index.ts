export type { Consent } from "@wayseal/protocol";
export type { Client } from "./client.js";
export { init } from "./init.js";
export { type Options, OptionsError, type OutgoingEvent } from "./options.js";
export type { ErrorSighting, Plugin, PluginContext, PluginSighting, TrackSighting, VitalSighting } from "./plugin.js";
