#!/usr/bin/env node
import { keepOutOfCores } from "../start/keep-out-of-cores.js";
import { runCli } from "./run-cli.js";

keepOutOfCores();
process.exitCode = await runCli(process.argv.slice(2));
